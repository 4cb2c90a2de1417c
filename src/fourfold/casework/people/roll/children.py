"""A list of children: its columns, whom each line is about, and what it would change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people.models import InheritedSpell, Pupil
from fourfold.casework.people.roll import cells
from fourfold.casework.people.roll.here import Children, Roll, class_key, roll
from fourfold.casework.people.upn import is_temporary
from fourfold.domain.words import SenCode
from fourfold.foundation.design.format import long_day
from fourfold.foundation.intake.columns import Column
from fourfold.foundation.intake.lines import Candidate, Difference, Line, Outcome, Weight

COLUMNS = (
    Column(
        "given_name",
        gettext_lazy("First name"),
        ("forename", "given name", "legal forename", "forenames", "legal first name"),
        needed=True,
        longest=120,
    ),
    Column(
        "family_name",
        gettext_lazy("Family name"),
        ("surname", "last name", "legal surname", "legal family name", "legal last name"),
        needed=True,
        longest=120,
    ),
    Column(
        "preferred_given_name",
        gettext_lazy("Preferred first name"),
        ("preferred forename", "chosen name", "known as", "preferred name", "chosen forename"),
        longest=120,
    ),
    Column(
        "preferred_family_name",
        gettext_lazy("Preferred family name"),
        ("preferred surname", "preferred last name", "chosen surname"),
        longest=120,
    ),
    Column(
        "birth_date",
        gettext_lazy("Birth date"),
        ("dob", "date of birth", "born", "birthday"),
        cells.a_date,
        strict=True,
    ),
    Column("upn", gettext_lazy("UPN"), ("unique pupil number",), cells.a_upn),
    Column(
        "admission_number",
        gettext_lazy("Admission number"),
        ("adno", "adm no", "admission no", "admissions number"),
        longest=20,
    ),
    Column(
        "year_group",
        gettext_lazy("Year group"),
        ("year", "nc year", "ncyearactual", "national curriculum year", "yr"),
        cells.a_year_group,
    ),
    Column(
        "class_name",
        gettext_lazy("Class"),
        (
            "class name",
            "reg",
            "registration form",
            "registration group",
            "form",
            "tutor group",
            "group",
            "teaching group",
        ),
        longest=120,
    ),
    Column(
        "sen_status",
        gettext_lazy("SEN status"),
        ("sen", "senprovision", "sen provision", "sen code", "sen stage", "send status"),
        cells.a_sen_code,
    ),
    Column(
        "sen_start",
        gettext_lazy("SEN start date"),
        ("sen status start date", "sen provision start date", "sen from", "sen since"),
        cells.a_date,
    ),
    Column(
        "need_type",
        gettext_lazy("Type of need"),
        (
            "sen need",
            "senneed1",
            "sen need 1",
            "primary need",
            "sen type",
            "need",
            "primary sen need",
            "primarysenneedstype",
        ),
        cells.a_need,
    ),
    Column(
        "home_language",
        gettext_lazy("Language at home"),
        ("home language", "first language", "language", "mother tongue"),
        cells.a_language,
    ),
    Column(
        "joined_on",
        gettext_lazy("Joined on"),
        ("entry date", "admission date", "date of entry", "date of admission", "start date"),
        cells.a_date,
    ),
    Column(
        "left_on",
        gettext_lazy("Left on"),
        ("leaving date", "date of leaving", "leave date", "end date"),
        cells.a_date,
        strict=True,
    ),
)
_LABELS = {column.code: column.label for column in COLUMNS}
KEPT_AS_TEXT = ("upn", "year_group", "sen_status", "home_language")
_PLAIN = (
    "birth_date",
    "upn",
    "admission_number",
    "year_group",
    "home_language",
    "joined_on",
    "left_on",
)


@dataclass
class Change:
    """What one line comes to: new values, a class to move to, spells to end and to begin, words to keep."""

    fields: dict[str, Any] = field(default_factory=dict)
    class_name: str = ""
    ends: list[tuple[InheritedSpell, date]] = field(default_factory=list)
    begins: tuple[SenCode, date] | None = None
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def tell(self, what: str, old: object, new: object) -> None:
        """Note a difference in words."""
        self.differences.append(Difference(what, shown(old), shown(new)))

    @property
    def is_empty(self) -> bool:
        """Whether the line says nothing new."""
        return not (self.fields or self.class_name or self.ends or self.begins or self.notes)


def shown(value: object) -> str:
    """A value in words, as a difference shows it."""
    if isinstance(value, date):
        return long_day(value)
    return str(value) if value else ""


def name_of(line: Line) -> str:
    """The child's name as the line gives it."""
    given = line.value("preferred_given_name") or line.raw.get("given_name", "")
    family = line.value("preferred_family_name") or line.raw.get("family_name", "")
    return f"{given} {family}".strip()


def _names(line: Line, pupil: Pupil | None) -> dict[str, str]:
    """The names that a line gives: as chosen, with the legal ones beside them where they differ."""
    given, family = line.value("given_name"), line.value("family_name")
    chosen_given = line.value("preferred_given_name")
    chosen_family = line.value("preferred_family_name")
    names: dict[str, str] = {}
    for field_name, legal, chosen in (
        ("given_name", given, chosen_given),
        ("family_name", family, chosen_family),
    ):
        if chosen:
            names[field_name] = chosen
            if chosen != legal:
                names[f"legal_{field_name}"] = legal
        elif pupil is None or legal != getattr(pupil, f"legal_{field_name}"):
            # Where the legal name is known here, a list that has only that one does not take the chosen one away.
            names[field_name] = legal
    return names


_NAME_LABELS = {
    "given_name": gettext_lazy("First name"),
    "family_name": gettext_lazy("Family name"),
    "legal_given_name": gettext_lazy("Legal first name"),
    "legal_family_name": gettext_lazy("Legal family name"),
}


def _same_but_shouted(before: object, value: object) -> bool:
    """Whether a name differs only in that the list writes it all in capitals or all small: nobody chose that."""
    if not isinstance(before, str) or not isinstance(value, str):
        return False
    return before.casefold() == value.casefold() and (value.isupper() or value.islower())


def change_for(pupil: Pupil | None, line: Line, here: Roll, today: date) -> Change:
    """What the line would change of a child, or of nobody yet. A cell without words changes nothing."""
    change = Change()
    given = _names(line, pupil) | {
        code: line.value(code) for code in _PLAIN if line.value(code) is not None
    }
    for name, value in given.items():
        before = getattr(pupil, name) if pupil else None
        if before != value and not _same_but_shouted(before, value):
            change.fields[name] = value
            change.tell(str(_NAME_LABELS.get(name) or _LABELS[name]), before, value)
    _class(change, pupil, line, here)
    _code(change, pupil, line, here, today)
    _notes(change, pupil, line, here)
    return change


def _class(change: Change, pupil: Pupil | None, line: Line, here: Roll) -> None:
    name = line.value("class_name")
    if not name or (line.value("left_on") is not None):
        return
    sits = here.class_of.get(pupil.pk) if pupil else None
    if sits is None or sits.group.search_key != class_key(name):
        change.class_name = name
        change.tell(str(_LABELS["class_name"]), sits.group.name if sits else "", name)


def _code(change: Change, pupil: Pupil | None, line: Line, here: Roll, today: date) -> None:
    said: SenCode | None = line.value("sen_status")
    if said is None:
        return
    now = here.codes.get(pupil.pk, SenCode.N) if pupil else SenCode.N
    if said is now:
        return
    running = here.spells.get(pupil.pk, []) if pupil else []
    since = min(line.value("sen_start") or today, today)
    if said is SenCode.N and now is SenCode.K and not running:
        return  # A decision of this setting ends by one; `match` says so.
    last_day = (since if said is SenCode.E else today) - timedelta(days=1)
    change.ends = [(spell, max(spell.begins, last_day)) for spell in running]
    if said is not SenCode.N:
        change.begins = (said, since)
    change.tell(
        str(_LABELS["sen_status"]),
        now if pupil else "",
        said
        if said is SenCode.N
        else _("%(code)s since %(day)s") % {"code": said, "day": long_day(since)},
    )


def _notes(change: Change, pupil: Pupil | None, line: Line, here: Roll) -> None:
    need = line.value("need_type")
    said = [("need_type", need.text, need.code)] if need else []
    for code in KEPT_AS_TEXT:
        text = line.raw.get(code, "")[:200]
        if text and code not in line.values:
            said.append((code, text, ""))
    for what, text, code in said:
        if pupil is None or (pupil.pk, what, text) not in here.notes:
            change.notes.append((what, text, code))
            change.tell(str(_LABELS[what]), "", text)


# ---- whom a line is about ---------------------------------------------------------------------------------------


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
        return None
    return _by_name(line, named[0])


def _ask(line: Line, code: str, sentence: str, among: Sequence[Pupil]) -> None:
    line.ask(code, sentence, [candidate(pupil) for pupil in among])


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
    upn = line.value("upn")
    if line.value("birth_date") is None:
        _ask(line, "name_only", _("A child here has this name. Is it the same one?"), [pupil])
        return None
    if upn and pupil.upn and not is_temporary(pupil.upn):
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
            _("There is no class “%(name)s” here yet. It is made.") % {"name": name},
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
            _("The list says N; SEN Support was decided here, and ends by a decision here."),
            Weight.REMARK,
        )
    if pupil.left_on and line.value("left_on") is None:
        line.say(
            "left_here",
            _("The list has this child on roll; here they left on %(day)s.")
            % {"day": long_day(pupil.left_on)},
            Weight.REMARK,
        )
