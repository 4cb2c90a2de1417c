"""The messages of this room: a concern has arrived, was answered, the answer was added to; SEN Support starts."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.identify.added import added_to
from fourfold.casework.identify.letters import advice_in_brief
from fourfold.casework.identify.models import Concern, Notice
from fourfold.casework.people.queries import advice_here
from fourfold.foundation.access.models import Membership
from fourfold.foundation.design.format import day, long_day
from fourfold.foundation.notify.registry import Kind, Rendered, register
from fourfold.foundation.scope.addresses import reverse


@dataclass(frozen=True)
class ConcernReceived:
    """A concern has arrived: its public id, and the day of the answer as ISO text or empty."""

    concern: str
    answer_by: str


@dataclass(frozen=True)
class ConcernAnswered:
    """A concern was answered: its public id."""

    concern: str


@dataclass(frozen=True)
class AnswerAddedTo:
    """Something was added to the answer to a concern: the public id of the concern."""

    concern: str


@dataclass(frozen=True)
class SupportStarts:
    """A family member is told that SEN Support starts: the public id of the notice."""

    notice: str


def _concern(public_id: str, to: Membership) -> str:
    return reverse(
        "identify:concern", kwargs={"setting": to.tenant.public_id, "concern": public_id}
    )


def received_on_paper(told: ConcernReceived, to: Membership) -> Rendered:
    """The acknowledgement on paper, for whoever raised it and has no way in."""
    by = (
        _("You get an answer with reasons by %(day)s.")
        % {"day": day(date.fromisoformat(told.answer_by))}
        if told.answer_by
        else _("You get an answer with reasons.")
    )
    return Rendered(
        _("We have what you wrote to us"),
        (_("Thank you. It has arrived, and a named adult reads it."), by),
    )


def concern_received(told: ConcernReceived, to: Membership) -> Rendered:
    """The acknowledgement for whoever raised it."""
    return replace(received_on_paper(told, to), link=_concern(told.concern, to))


def concern_answered(told: ConcernAnswered, to: Membership) -> Rendered:
    """The answer is there; its words stand behind the link only."""
    return Rendered(
        _("There is an answer for you"),
        (_("You told us that you were worried. The answer, with its reasons, is here."),),
        _concern(told.concern, to),
    )


def answered_on_paper(told: ConcernAnswered, to: Membership) -> Rendered:
    """The words of `concern_answered` on paper: the answer stands in the letter."""
    return Rendered(
        _("There is an answer for you"),
        (_("You told us that you were worried. The answer, with its reasons, is in the letter."),),
    )


def answer_letter(told: ConcernAnswered | AnswerAddedTo) -> str:
    """The answer with its reasons and all that was added to it, for who gets it on paper; empty if there is none."""
    concern = Concern.objects.filter(public_id=told.concern).first()
    if concern is None or concern.answered_on is None:
        return ""
    said = [
        _("You told us on %(day)s that you were worried.") % {"day": long_day(concern.raised_on)},
        _("On %(day)s we answered:") % {"day": long_day(concern.answered_on)},
        concern.answer,
    ]
    for each in added_to(concern):
        said += [_("On %(day)s we added:") % {"day": long_day(each.on)}, each.words]
    return "\n\n".join(said)


def answer_added_to(told: AnswerAddedTo, to: Membership) -> Rendered:
    """More of an answer that they have; its words stand behind the link only."""
    return Rendered(
        _("Something was added to the answer that you got"),
        (
            _("You told us that you were worried, and we answered."),
            _("We have added something to that answer. You read it here."),
        ),
        _concern(told.concern, to),
    )


def added_on_paper(told: AnswerAddedTo, to: Membership) -> Rendered:
    """The words of `answer_added_to` on paper: the answer and what was added stand in the letter."""
    return Rendered(
        _("Something was added to the answer that you got"),
        (
            _("You told us that you were worried, and we answered."),
            _("We have added something to that answer. It is in the letter."),
        ),
    )


def starts_on_paper(told: SupportStarts, to: Membership) -> Rendered:
    """The words of `support_starts` on paper: the letter itself is given with them."""
    return Rendered(
        _("A letter about support at school"),
        (
            _("We have decided that SEN Support starts: help that is additional to what most get."),
            advice_in_brief(advice_here()),
            _("Why, what it is for, and what comes next stands in the letter."),
        ),
    )


def support_starts(told: SupportStarts, to: Membership) -> Rendered:
    """What changed, in one sentence, and the way to the whole letter."""
    return Rendered(
        _("A letter about support at school"),
        (
            _("We have decided that SEN Support starts: help that is additional to what most get."),
            advice_in_brief(advice_here()),
            _("Why, what it is for, and what comes next stands in the letter:"),
        ),
        reverse("identify:notice", kwargs={"setting": to.tenant.public_id, "notice": told.notice}),
    )


def letter_given(told: SupportStarts) -> str:
    """The letter with its very words, for who gets it on paper; empty if there is none."""
    notice = Notice.objects.filter(public_id=told.notice).first()
    return notice.text if notice else ""


def register_messages() -> None:
    """Offer the kinds of message of this room."""
    some = "x" * 14
    register(
        Kind(
            "concern_received",
            ConcernReceived,
            concern_received,
            ConcernReceived(some, "2026-03-20"),
            slip=received_on_paper,
        )
    )
    register(
        Kind(
            "concern_answered",
            ConcernAnswered,
            concern_answered,
            ConcernAnswered(some),
            letter=answer_letter,
            slip=answered_on_paper,
        )
    )
    register(
        Kind(
            "answer_added_to",
            AnswerAddedTo,
            answer_added_to,
            AnswerAddedTo(some),
            letter=answer_letter,
            slip=added_on_paper,
        )
    )
    register(
        Kind(
            "support_starts",
            SupportStarts,
            support_starts,
            SupportStarts(some),
            letter=letter_given,
            slip=starts_on_paper,
        )
    )
