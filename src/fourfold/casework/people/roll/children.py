"""Whom each line of a list of children is about, and what it comes to."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.people.models import Pupil
from fourfold.casework.people.roll.changes import change_for
from fourfold.casework.people.roll.here import Children, Roll, class_key, roll
from fourfold.casework.people.upn import permanent
from fourfold.domain.child import Alike, age_on, alike, is_likely_age
from fourfold.domain.words import SenCode
from fourfold.foundation.design.format import long_day
from fourfold.foundation.intake.lines import Candidate, Line, Outcome, Weight


def candidate(pupil: Pupil) -> Candidate:
    """A child to choose, with the birth date to tell two of one name apart."""
    born = f" ({long_day(pupil.birth_date)})" if pupil.birth_date else ""
    return Candidate(pupil.public_id, f"{pupil}{born}")


def find(line: Line, known: Children) -> Pupil | None:
    """The child whom a line is about: by UPN, else by both names and the birth date; None for a new one.

    Where that is not sure (two of them, another name under the same UPN, another UPN under the same name) the line
    asks, with the children to choose from.
    """
    upn, born = line.value("upn"), line.value("birth_date")
    named = known.named(line.value("family_name"), line.value("given_name"), born)
    by_upn = known.by_upn.get(upn, []) if upn else []
    if len(by_upn) > 1 or (not by_upn and len(named) > 1):
        _ask(line, "two_here", _("Two children here may be meant."), by_upn or named)
        return None
    if by_upn:
        return _by_upn(line, by_upn[0], named)
    if not named:
        _ask_about_names(line, known)
        return None
    return _by_name(line, named[0])


def _ask(line: Line, code: str, sentence: str, among: Sequence[Pupil]) -> None:
    line.ask(code, sentence, [candidate(pupil) for pupil in among])


def _ask_about_names(line: Line, known: Children) -> None:
    """A new child of whose name one is here, with another birth date or with none, may be that one."""
    new = line.value("birth_date"), permanent(line.value("upn") or "")
    found = [
        pupil
        for pupil in known.named(line.value("family_name"), line.value("given_name"), None)
        if alike(*new, pupil.birth_date, permanent(pupil.upn)) is not Alike.OTHERS
    ]
    if found:
        sentence = _(
            "A child of this name is here, with another birth date or none. Is it the same one?"
        )
        _ask(line, "other_birth_date", sentence, found)


def _by_upn(line: Line, pupil: Pupil, named: list[Pupil]) -> Pupil | None:
    same_day = line.value("birth_date") == pupil.birth_date
    if pupil in named or same_day:
        return pupil
    _ask(
        line,
        "other_name",
        _("The UPN is that of a child with another name and birth date."),
        [pupil],
    )
    return None


def _by_name(line: Line, pupil: Pupil) -> Pupil | None:
    born, upn = line.value("birth_date"), line.value("upn") or ""
    if born is None:
        _ask(line, "name_only", _("A child here has this name. Is it the same one?"), [pupil])
        return None
    if alike(born, upn, pupil.birth_date, permanent(pupil.upn)) is not Alike.SAME:
        _ask(
            line,
            "other_upn",
            _("A child here has this name and birth date, and another UPN."),
            [pupil],
        )
        return None
    return pupil


def _drop_shared_upn(line: Line) -> None:
    if any(finding.code == "upn_twice" for finding in line.findings):
        line.values.pop("upn", None)


def match(lines: Sequence[Line], today: date) -> None:
    """Say of each line whom it is about and what it comes to."""
    here = roll(today)
    taken: dict[str, int] = {}
    for line in lines:
        _drop_shared_upn(line)
        pupil = find(line, here.children)
        if pupil is not None and pupil.public_id in taken:
            line.left_out(
                "child_twice",
                _("Line %(line)s is about this child already.") % {"line": taken[pupil.public_id]},
            )
            continue
        if pupil is not None:
            taken[pupil.public_id] = line.number
        _settle(line, pupil, here, today)
        _age(line, here, today)


def _age(line: Line, here: Roll, today: date) -> None:
    born = line.value("birth_date")
    if born is not None and not line.is_out and not is_likely_age(born, here.kind, today):
        line.say(
            "age_not_likely",
            _("By this birth date they are %(age)s years old. Please look.")
            % {"age": age_on(born, today)},
            Weight.REMARK,
        )


def _settle(line: Line, pupil: Pupil | None, here: Roll, today: date) -> None:
    if pupil is None:
        _new(line, here, today)
        return
    _remarks(line, pupil, here)
    line.target = pupil.public_id
    line.differences = change_for(pupil, line, here, today).differences
    if line.outcome is Outcome.ASK:
        line.candidates = line.candidates or [candidate(pupil)]
    else:
        line.outcome = Outcome.CHANGED if line.differences else Outcome.SAME


def _new(line: Line, here: Roll, today: date) -> None:
    left = line.value("left_on")
    if left is not None and left < today and line.outcome is not Outcome.ASK:
        line.left_out(
            "has_left",
            _("This child left on %(day)s and is not here.") % {"day": long_day(left)},
        )
        return
    _unknown_class(line, here)
    if line.outcome is not Outcome.ASK:
        line.outcome = Outcome.NEW
        line.differences = change_for(None, line, here, today).differences


def _unknown_class(line: Line, here: Roll) -> None:
    name = line.value("class_name")
    if name and here.classes and class_key(name) not in here.classes:
        line.say(
            "class_not_here",
            _("There is no class “%(name)s” here yet. It will be made.") % {"name": name},
            Weight.REMARK,
        )


def _remarks(line: Line, pupil: Pupil, here: Roll) -> None:
    _unknown_class(line, here)
    said, now = line.value("sen_status"), here.codes.get(pupil.pk, SenCode.N)
    if now is SenCode.E and said in {SenCode.N, SenCode.K}:
        line.ask(
            "plan_ceases",
            _(
                "The list says %(code)s; here the child has an education, health and care plan, and only the "
                "authority ends one. Bring this in only if it has."
            )
            % {"code": said},
            [candidate(pupil)],
        )
    if said is SenCode.N and now is SenCode.K and not here.spells.get(pupil.pk):
        line.say(
            "decided_here",
            _(
                "The list says N, but SEN Support was decided here. It goes on until it is ended here."
            ),
            Weight.REMARK,
        )
    if pupil.left_on and line.value("left_on") is None:
        line.say(
            "left_here",
            _("The list has this child on roll; here they left on %(day)s.")
            % {"day": long_day(pupil.left_on)},
            Weight.REMARK,
        )
