"""The message by which a carer is asked for their views."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fourfold.foundation.access.models import Membership
from fourfold.foundation.design.format import day
from fourfold.foundation.notify.registry import Kind, Rendered, register
from fourfold.foundation.scope.addresses import reverse


@dataclass(frozen=True)
class ViewsAsked:
    """Somebody is asked for their views: the child's public id, and the day of the answer as ISO text or empty."""

    child: str
    reply_by: str


def _until(asked: ViewsAsked) -> str:
    if not asked.reply_by:
        return _("There is no hurry.")
    return _("It helps most if we hear from you by %(day)s.") % {
        "day": day(date.fromisoformat(asked.reply_by))
    }


def asked_on_paper(asked: ViewsAsked, to: Membership) -> Rendered:
    """The words for the carer who has no way in: the questions themselves, to be answered on paper or by word."""
    return Rendered(
        _("Three questions from school"),
        (
            _("What is going well? What is hard? What would help?"),
            _("Write it down and give it to the school, in any language, or tell the school."),
            _until(asked),
            _("A named adult reads it first. Ask the school who else does."),
        ),
    )


def views_asked(asked: ViewsAsked, to: Membership) -> Rendered:
    """The words for the carer; which child it is about stands behind the link only."""
    return Rendered(
        _("Three questions from school"),
        (
            _("We would like to know what is going well, what is hard, and what would help."),
            _("It takes two minutes, on a phone too. Write in any language."),
            _until(asked),
            _("The page says who reads it. If you would rather talk, tell the school."),
        ),
        reverse("voice:give", kwargs={"setting": to.tenant.public_id, "child": asked.child}),
    )


def register_messages() -> None:
    """Offer the kinds of message of this room."""
    register(
        Kind(
            "views_asked",
            ViewsAsked,
            views_asked,
            ViewsAsked("xxxxxxxxxxxxxx", "2026-03-20"),
            slip=asked_on_paper,
        )
    )
