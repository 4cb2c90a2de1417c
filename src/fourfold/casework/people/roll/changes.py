"""What a line of a list of children would change."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people.models import InheritedSpell, Pupil
from fourfold.casework.people.roll.cells import language_name
from fourfold.casework.people.roll.columns import KEPT_AS_TEXT, LABELS
from fourfold.casework.people.roll.here import Roll, class_key
from fourfold.domain.words import SenCode
from fourfold.foundation.design.format import long_day
from fourfold.foundation.intake.lines import Difference, Line

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
            told = (before, value)
            if name == "home_language":
                told = (language_name(str(before or "")), language_name(str(value)))
            change.tell(str(_NAME_LABELS.get(name) or LABELS[name]), *told)
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
        change.tell(str(LABELS["class_name"]), sits.group.name if sits else "", name)


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
    change.tell(str(LABELS["sen_status"]), now if pupil else "", _said(line, said, since))


def _said(line: Line, said: SenCode, since: date) -> str:
    """The code in words. Where the list gives no day nobody knows since when it holds: only from when it is known."""
    if said is SenCode.N:
        return str(said)
    if not line.value("sen_start"):
        return _("%(code)s, as your list says; since when is not known") % {"code": said}
    return _("%(code)s since %(day)s") % {"code": said, "day": long_day(since)}


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
            change.tell(str(LABELS[what]), "", text)
