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


def views_asked(asked: ViewsAsked, to: Membership) -> Rendered:
    """The words for the carer; which child it is about stands behind the link only."""
    until = (
        _("It helps most if we hear from you by %(day)s.")
        % {"day": day(date.fromisoformat(asked.reply_by))}
        if asked.reply_by
        else _("There is no hurry.")
    )
    return Rendered(
        _("Three questions from school"),
        (
            _("We would like to know what is going well, what is hard, and what would help."),
            _("It takes two minutes, on a phone too. Write in any language."),
            until,
            _("The page says who reads it. If you would rather talk, tell the school."),
        ),
        reverse("voice:give", kwargs={"setting": to.tenant.public_id, "child": asked.child}),
    )


def register_messages() -> None:
    """Offer the kinds of message of this room."""
    register(
        Kind("views_asked", ViewsAsked, views_asked, ViewsAsked("xxxxxxxxxxxxxx", "2026-03-20"))
    )
