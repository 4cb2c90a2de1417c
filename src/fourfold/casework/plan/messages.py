"""What people are told about a plan: that there is one to read. Never what it says, nor whose it is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fourfold.casework.people.queries import contact_with
from fourfold.foundation.access.models import Membership
from fourfold.foundation.notify.registry import Copy, Kind, Rendered, register
from fourfold.foundation.scope.addresses import reverse


@dataclass(frozen=True)
class PlanShared:
    """A version was shared with the reader: public ids of the setting and of the version."""

    setting: str
    version: str


def _link(payload: PlanShared, name: str) -> str:
    return reverse(name, kwargs={"setting": payload.setting, "version": payload.version})


def to_family(payload: PlanShared, to: Membership) -> Rendered:
    """The words for a family member or a young person."""
    return Rendered(
        subject=_("A plan has been shared with you"),
        paragraphs=(
            _("The school has shared a plan with you. You can read it on the page below."),
            _(
                "If it is yours to answer, you can say there whether you agree, in part or not at all, and why. From"
                " the end of school age, at 16, the young person answers."
            ),
            _("If you would rather talk about it or have it on paper, tell the school."),
        ),
        link=_link(payload, "plan:shared"),
    )


def on_paper(payload: PlanShared, to: Membership) -> Rendered:
    """The words for somebody of the family who has no way in: the plan itself is printed with them."""
    return Rendered(
        subject=_("A plan has been shared with you"),
        paragraphs=(
            _(
                "The school has shared a plan with you. You get it on paper together with this page."
            ),
            _(
                "If it is yours to answer, tell the school whether you agree, in part or not at all, and why. From the"
                " end of school age, at 16, the young person answers."
            ),
            _("If you would rather talk about it, tell the school."),
        ),
    )


def copy_of(payload: PlanShared, to: Membership) -> Copy:
    """The plan with the words of its reader, which goes on paper with the message."""
    return Copy(
        address=f"{_link(payload, 'plan:file')}?for={contact_with(to)}",
        needed=_("The plan has to be printed with it."),
        print_it=_("Print the plan"),
        given=_("It was printed with the plan and given"),
    )


def to_staff(payload: PlanShared, to: Membership) -> Rendered:
    """The words for staff who teach or support the child."""
    return Rendered(
        subject=_("A plan has been shared with you"),
        paragraphs=(_("It says what we do for somebody whom you teach or support."),),
        link=_link(payload, "plan:helps"),
    )


_EXAMPLE = PlanShared(setting="bcdfghjkmnpqrs", version="23456789bcdfgh")
register(Kind("plan.shared", PlanShared, to_family, _EXAMPLE, slip=on_paper, copy=copy_of))
register(Kind("plan.shared_staff", PlanShared, to_staff, _EXAMPLE))
