"""What people are told about reviews: a day, a page to read. Never what was said, nor whose review it is."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.people.queries import contact_with
from fourfold.casework.review.models import SupportEnd
from fourfold.foundation.access.models import Membership
from fourfold.foundation.design.format import long_day
from fourfold.foundation.notify.registry import Copy, Kind, Rendered, register
from fourfold.foundation.scope.addresses import reverse


@dataclass(frozen=True)
class ReviewInvited:
    """The reader is asked to a review: public ids of the setting and the review, its day, and its time or none."""

    setting: str
    review: str
    meets_on: str
    meets_at: str


@dataclass(frozen=True)
class ReviewGiven:
    """The reader was given what a review agreed: public ids of the setting and of the review."""

    setting: str
    review: str


@dataclass(frozen=True)
class ReviewOff:
    """A meeting is off: public ids of the setting and of the child, when it was to be, and why it is off."""

    setting: str
    child: str
    when: str
    because: str


@dataclass(frozen=True)
class SupportEnded:
    """SEN Support has ended: public ids of the setting and of the end."""

    setting: str
    ended: str


def _record(payload: ReviewInvited | ReviewGiven) -> str:
    return reverse("review:record", kwargs={"setting": payload.setting, "review": payload.review})


def _asks(payload: ReviewInvited) -> str:
    """Who asks whom to what, and when."""
    day = long_day(date.fromisoformat(payload.meets_on))
    when = (
        _("%(day)s at %(time)s") % {"day": day, "time": payload.meets_at}
        if payload.meets_at
        else day
    )
    asks = _("The school asks you to meet and look at the plan together: %(when)s.")
    return asks % {"when": when}


def invited_on_paper(payload: ReviewInvited, to: Membership) -> Rendered:
    """The words of `invited` for somebody who has no way in."""
    return Rendered(
        subject=_("We would like to look at the plan with you"),
        paragraphs=(
            _asks(payload),
            _(
                "Tell the school before, if you like, what has helped, what has not, and what matters now."
            ),
            _("If the day does not suit you, or you need an interpreter, tell the school."),
        ),
    )


def invited(payload: ReviewInvited, to: Membership) -> Rendered:
    """The words with which a family member is asked to a review."""
    return Rendered(
        subject=_("We would like to look at the plan with you"),
        paragraphs=(
            _asks(payload),
            _(
                "On the page below you can say before what has helped, what has not, and what matters now."
            ),
            _("If the day does not suit you, or you need an interpreter, tell the school."),
        ),
        link=_record(payload),
    )


def _is_off(payload: ReviewOff) -> tuple[str, str]:
    """That a meeting is off, and why."""
    return (
        _("The meeting on %(when)s, to which the school asked you, is off.")
        % {"when": payload.when},
        _("The school says why: %(why)s") % {"why": payload.because},
    )


def off_on_paper(payload: ReviewOff, to: Membership) -> Rendered:
    """The words of `off` for somebody who has no way in."""
    ask = _("If you would like a talk, or want to say something, tell the school.")
    return Rendered(subject=_("A meeting is off"), paragraphs=(*_is_off(payload), ask))


def off(payload: ReviewOff, to: Membership) -> Rendered:
    """The words for whoever was asked to a meeting that is off."""
    ids = {"setting": payload.setting, "child": payload.child}
    return Rendered(
        subject=_("A meeting is off"),
        paragraphs=(
            *_is_off(payload),
            _("You can ask for a talk on the page below, or add what you want to say."),
        ),
        link=reverse("voice:give", kwargs=ids),
    )


def given(payload: ReviewGiven, to: Membership) -> Rendered:
    """The words for a family member or a young person who was given what a review agreed."""
    return Rendered(
        subject=_("What the review agreed"),
        paragraphs=(
            _(
                "The school has written down what the review of the plan agreed. You can read it on the page below."
            ),
            _("There you can also add your own words."),
        ),
        link=_record(payload),
    )


def _on_paper(subject: str, *first: str) -> Rendered:
    """The words for somebody of the family who has no way in: what the review agreed is printed with them."""
    return Rendered(
        subject=subject,
        paragraphs=(
            *first,
            _("You get it on paper together with this page."),
            _("If you want to say something about it, or would rather talk, tell the school."),
        ),
    )


def given_on_paper(payload: ReviewGiven, to: Membership) -> Rendered:
    """The words of `given` on paper."""
    wrote = _("The school has written down what the review of the plan agreed.")
    return _on_paper(_("What the review agreed"), wrote)


def corrected_on_paper(payload: ReviewGiven, to: Membership) -> Rendered:
    """The words of `corrected` on paper."""
    wrong = _("What was written down of the review of a plan was not right, and was corrected.")
    return _on_paper(_("What a review agreed was corrected"), wrong)


def copy_of(payload: ReviewGiven, to: Membership) -> Copy:
    """What the review agreed with the words of its reader, which goes on paper with the message."""
    ids = {"setting": payload.setting, "review": payload.review}
    return Copy(
        address=f"{reverse('review:copy', kwargs=ids)}?for={contact_with(to)}",
        needed=_("The review has to be printed with it."),
        print_it=_("Print the review"),
        given=_("It was printed with the review and given"),
    )


def given_staff(payload: ReviewGiven, to: Membership) -> Rendered:
    """The words for staff who teach the child."""
    return Rendered(
        subject=_("What a review agreed"),
        paragraphs=(_("The plan of somebody whom you teach was reviewed."),),
        link=_record(payload),
    )


def corrected(payload: ReviewGiven, to: Membership) -> Rendered:
    """The words for everybody who was given what a review agreed, once it was corrected."""
    return Rendered(
        subject=_("What a review agreed was corrected"),
        paragraphs=(
            _("What was written down of the review of a plan was not right, and was corrected."),
            _("The page below says what holds now."),
        ),
        link=_record(payload),
    )


def ended_on_paper(payload: SupportEnded, to: Membership) -> Rendered:
    """The words of `ended` for somebody who has no way in: the reasons stand in the letter that they are given."""
    return Rendered(
        subject=_("A decision about support"),
        paragraphs=(
            _("The school has decided that SEN Support ends. The letter says why."),
            _(
                "If you do not agree, or things change, tell the school: it can begin again at any time."
            ),
        ),
    )


def end_letter(payload: SupportEnded) -> str:
    """That SEN Support has ended, why, and until when the school watches how it goes, for paper."""
    end = SupportEnd.objects.filter(public_id=payload.ended).first()
    if end is None:
        return ""
    said = [
        _("The school decided on %(day)s that SEN Support ends.") % {"day": long_day(end.on)},
        end.reasons,
    ]
    if end.watch_until:
        watches = _("We go on watching how it goes until %(day)s.")
        said.append(watches % {"day": long_day(end.watch_until)})
    again = _(
        "If you do not agree, or things change, tell the school: it can begin again at any time."
    )
    return "\n\n".join([*said, again])


def ended(payload: SupportEnded, to: Membership) -> Rendered:
    """The words with which a family is told that SEN Support has ended."""
    return Rendered(
        subject=_("A decision about support"),
        paragraphs=(
            _(
                "The school has decided that SEN Support ends, and gives its reasons on the page below."
            ),
            _(
                "If you do not agree, or things change, tell the school: it can begin again at any time."
            ),
        ),
        link=reverse("review:ended", kwargs={"setting": payload.setting, "ended": payload.ended}),
    )


_SETTING, _ID = "bcdfghjkmnpqrs", "23456789bcdfgh"
register(
    Kind(
        "review.invited",
        ReviewInvited,
        invited,
        ReviewInvited(_SETTING, _ID, "2026-05-12", "15:40"),
        slip=invited_on_paper,
    )
)
register(
    Kind(
        "review.off",
        ReviewOff,
        off,
        ReviewOff(_SETTING, _ID, "Friday 15 May 2026 15:40", "We met."),
        slip=off_on_paper,
    )
)
_GIVEN = ReviewGiven(_SETTING, _ID)
register(
    Kind("review.given", ReviewGiven, given, _GIVEN, slip=given_on_paper, copy=copy_of),
)
register(Kind("review.given_staff", ReviewGiven, given_staff, _GIVEN))
register(
    Kind("review.corrected", ReviewGiven, corrected, _GIVEN, slip=corrected_on_paper, copy=copy_of)
)
register(
    Kind(
        "support.ended",
        SupportEnded,
        ended,
        SupportEnded(_SETTING, _ID),
        letter=end_letter,
        slip=ended_on_paper,
    )
)
