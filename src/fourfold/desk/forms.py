"""What may be typed on the desk's own pages."""

from django.utils.translation import gettext_lazy as _

from fourfold.foundation.design.fields import DateField3, Form, LongTextField


class SetAsideForm(Form):
    """Why a duty is not done, and perhaps until when it waits."""

    done = _("It is set aside, with your reason.")
    button = _("Keep this reason")
    reason = LongTextField(
        label=_("Why is it not done?"),
        hint=_(
            "Your name and today’s date stand beside it. Whoever sees what is due for the child can read it."
        ),
    )
    until = DateField3(
        label=_("Look at it again on"),
        hint=_("Leave this empty if it is not to be done at all."),
        required=False,
    )
