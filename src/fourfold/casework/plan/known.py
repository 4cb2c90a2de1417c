"""Presenters: what is known of a child beside what is planned, whose plan it is, and whom the family can ask."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice, zip_longest

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.identify.letters import advice_shown, advice_words
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import authority_here, classes_of, whom_to_ask
from fourfold.casework.plan.content import Content
from fourfold.casework.voice.models import Contribution
from fourfold.casework.voice.pages import answers_of, questions, rows_chosen
from fourfold.casework.voice.readers import holders
from fourfold.domain.words import Role
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components import Row
from fourfold.foundation.design.format import listed
from fourfold.foundation.scope.together import Question


@dataclass(frozen=True)
class OwnWords:
    """What somebody said, as it was written, who it was, and what they were asked: empty where they just told us."""

    words: str
    language: str
    by: str
    asked: str = ""


def own_words(views: Iterable[Contribution], child: str, most: int) -> list[OwnWords]:
    """The first `most` paragraphs of what the child and the family said, the child’s first.

    Nobody’s crowd out another’s: each has a paragraph before anybody has a second. Who only chose a face wrote none.
    """
    said: dict[int | None, list[OwnWords]] = defaultdict(list)
    for row in sorted(views, key=lambda each: each.contact_id is not None):
        by = str(row.contact) if row.contact else child
        said[row.contact_id] += [
            OwnWords(words, row.language, by, asked) for asked, words in answers_of(row)
        ]
    in_turn = (each for turn in zip_longest(*said.values()) for each in turn if each)
    shown = {id(each) for each in islice(in_turn, most)}
    return [each for theirs in said.values() for each in theirs if id(each) in shown]


@dataclass(frozen=True)
class ViewShown:
    """What one person told us: who, when, each answer with its question (empty: none), and what was pointed at."""

    by: str
    on: date
    language: str
    said: tuple[tuple[str, str], ...]
    chosen: tuple[Row, ...]


@dataclass(frozen=True)
class PictureShown:
    """What is known of a child in words, for one reader: strengths, needs and what was told us."""

    strengths: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    views: tuple[ViewShown, ...] = ()


def picture_shown(readable: Content, child: str) -> PictureShown:
    """What a reader may read of a picture, in words; `child` is the child's name as shown."""
    asked = questions()
    return PictureShown(
        strengths=tuple(each["words"] for each in readable["strengths"]),
        needs=tuple(each["words"] for each in readable["needs"]),
        views=tuple(
            ViewShown(
                by=each["by"] or child,
                on=date.fromisoformat(each["on"]),
                language=each["language"],
                said=tuple(
                    (asked[name], each["said"][name]) for name in asked if name in each["said"]
                ),
                chosen=tuple(rows_chosen(each["chosen"])),
            )
            for each in readable["views"]
        ),
    )


@dataclass(frozen=True)
class About:
    """Whose plan it is, and whom to ask: names as they are now. `authority` is empty where nobody has said."""

    name: str
    year: str
    classes: tuple[str, ...]
    senco: str
    setting: str
    authority: str
    reached: str = ""
    advice: str = ""

    def whose(self) -> list[str]:
        """The child's year and classes, in words; what is not known is left out."""
        year = {"R": _("Reception"), "N1": _("Nursery"), "N2": _("Nursery")}.get(self.year, "")
        if self.year and self.year != "X" and not year:
            year = _("Year %(year)s") % {"year": self.year}
        return [each for each in (year, *self.classes) if each]

    def line(self) -> str:
        """The child with year and class, for a document: “Ayaan Khan · Year 3 · Wren”."""
        return " · ".join([self.name, *self.whose()])

    def shown(self) -> Markup:
        """The same for a page."""
        return Markup(" · ").join(ui.person(each) for each in (self.name, *self.whose()))

    def ask_words(self) -> str:
        """Whom the family asks at the setting, for a document."""
        if not self.senco:
            return _("To talk about this plan, ask at %(setting)s.") % {"setting": self.setting}
        ask = _("To talk about this plan, ask for %(name)s, the SENCO, at %(setting)s.") % {
            "name": self.senco,
            "setting": self.setting,
        }
        return f"{ask} {self.reached}".strip()

    def ask_shown(self) -> Markup:
        """The same for a page: names stay as they are in every language."""
        setting = ui.person(self.setting)
        if not self.senco:
            return ui.filled(_("To talk about this plan, ask at %(setting)s."), setting=setting)
        words = _("To talk about this plan, ask for %(name)s, the SENCO, at %(setting)s.")
        ask = ui.filled(words, name=ui.person(self.senco), setting=setting)
        return Markup("{} {}").format(ask, ui.written(self.reached)) if self.reached else ask

    def advice_words(self) -> str:
        """Where advice is that is not the school's, for a document (Children and Families Act 2014, section 32)."""
        return advice_words(self.authority, self.advice)

    def advice_shown(self) -> Markup:
        """The same for a page."""
        return advice_shown(self.authority, self.advice)


def asked_for_about(pupil: Pupil, today: date) -> list[Question]:
    """What `about` is read from, to be asked with other things."""
    of_setting = [holders.of(Role.SENCO, today), authority_here.of(today), whom_to_ask.of()]
    return [classes_of.of(pupil, today), *of_setting]


def about(pupil: Pupil, setting: str, today: date) -> About:
    """Whose plan it is, as named now, and whom to ask; `setting` is the setting's name."""
    entered = next(iter(whom_to_ask()), None)
    return About(
        name=str(pupil),
        year=pupil.year_group,
        classes=tuple(str(each) for each in classes_of(pupil, today)),
        senco=str(listed([each.called for each in holders(Role.SENCO, today)])),
        setting=setting,
        authority=next((each.called for each in authority_here(today)), ""),
        reached=entered.senco_reached if entered else "",
        advice=entered.advice if entered else "",
    )
