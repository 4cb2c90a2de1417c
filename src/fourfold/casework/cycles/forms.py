"""A step on from where a cycle stands, for the rooms of all stages: with a reason for what is left undone."""

from django.utils.translation import gettext_lazy

from fourfold.foundation.design.fields import Form, LongTextField


class PassedForm(Form):
    """A step on, with the reason for leaving undone what should still be there."""

    passed_because = LongTextField(
        gettext_lazy("Something should still be there. Why do you go on now?"),
        hint=gettext_lazy("It stays open until it is done. It stops nobody."),
        rows=2,
        required=False,
    )
