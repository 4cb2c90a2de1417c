"""What is done, while the next version is being written: what the newest frozen version says, and not the draft."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.plan.content import Content, frozen
from fourfold.casework.plan.models import Outcome, Plan, PlanVersion, SupportLine
from fourfold.domain.cycle import OPEN_STAGES, Stage
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.together import rows

_LINE_SAME = (
    "what",
    "kind",
    "group_size",
    "with_whom",
    "per_week",
    "minutes",
    "days",
    "at",
    "place",
)
_OUTCOME_SAME = ("words", "area", "measure", "unit", "baseline", "target")
_OUTCOME_NUMBERS = ("baseline_number", "target_number")
ONE_DAY = timedelta(days=1)


def is_settled(plan: str) -> Exists:
    """Whether the version of the plan at that path (such as ``plan``) was shared: then its rows say what is done."""
    at = "" if plan == "pk" else f"{plan}__"
    return Exists(
        PlanVersion.objects.filter(
            plan=OuterRef("pk" if plan == "pk" else f"{plan}_id"),
            number=OuterRef(f"{at}number"),
            shared_on__isnull=False,
        )
    )


def settled_here(plan: str) -> ExpressionWrapper:
    """The same for all plans of the setting: which they are is found once, and not again for each row."""
    shared = PlanVersion.objects.filter(shared_on__isnull=False, number=F("plan__number"))
    return ExpressionWrapper(
        Q(**{f"{plan}__in": shared.values("plan")}), output_field=BooleanField()
    )


@rows
def beside_drafts(pupil: int | None) -> QuerySet[PlanVersion]:
    """The versions that say what is done while plans are being written: about a child (database id), or all here.

    The newest of each plan that has one; for a plan that has none, the newest of the plan of the cycle before.
    """
    newer = PlanVersion.objects.filter(plan=OuterRef("plan"), number__gt=OuterRef("number"))
    following = Cycle.objects.filter(
        pupil=OuterRef("plan__cycle__pupil"),
        number__gt=OuterRef("plan__cycle__number"),
        ended_on__isnull=True,
        stage__in=[str(Stage.ASSESS), str(Stage.PLAN)],
    )
    later = Cycle.objects.filter(
        pupil=OuterRef("plan__cycle__pupil"), number__gt=OuterRef("plan__cycle__number")
    )
    written = Q(plan__cycle__stage__in=[str(each) for each in OPEN_STAGES]) & ~is_settled("plan")
    before = Q(Exists(following), plan__cycle__stage=str(Stage.CONTINUED)) & ~Exists(
        later.filter(ended_on__isnull=False)
    )
    found = PlanVersion.objects.filter(~Exists(newer), written | before)
    if pupil is not None:
        found = found.filter(plan__cycle__pupil_id=pupil)
    return found.select_related("plan__cycle").order_by("-plan_id")


def version_beside(plan: Plan, versions: Iterable[PlanVersion]) -> PlanVersion | None:
    """Of `versions` (from `beside_drafts`) the one that says what is done while this plan is being written, if any."""
    mine = [each for each in versions if each.plan.cycle.pupil_id == plan.cycle.pupil_id]
    own = next((each for each in mine if each.plan_id == plan.pk), None)
    return own or next(iter(mine), None)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def givers(contents: Iterable[Content], known: Iterable[SupportLine]) -> dict[str, Membership]:
    """Who gives the lines of these contents, by public id; asked for only where none of the rows names them."""
    found = {row.given_by.public_id: row.given_by for row in known if row.given_by}
    named = {
        line["given_by"]["id"] for each in contents for line in each["lines"] if line["given_by"]
    }
    missing = named - found.keys()
    if missing:
        found |= {each.public_id: each for each in Membership.objects.filter(public_id__in=missing)}
    return found


R = TypeVar("R", SupportLine, Outcome)


def _copied(row: R) -> R:
    """A copy of a row with rows of its own beside it; `copy` takes ten times as long for the same."""
    new = type(row).__new__(type(row))
    vars(new).update(vars(row))
    new._state = copy(row._state)
    new._state.fields_cache = dict(row._state.fields_cache)
    return new


def line_as(row: SupportLine, said: Content, known: dict[str, Membership]) -> SupportLine:
    """A copy of a line as a version says it; not to be saved. `known` are those who may give it (`givers`)."""
    line = _copied(row)
    for name in _LINE_SAME:
        setattr(line, name, said[name])
    line.given_by = known.get(said["given_by"]["id"]) if said["given_by"] else None
    if said["key"] == row.public_id:
        line.starts_on, line.ends_on = _day(said["starts_on"]), _day(said["ends_on"])
    line.ended_on = None
    return line


def outcome_as(row: Outcome, said: Content) -> Outcome:
    """A copy of an outcome as a version says it; not to be saved."""
    outcome = _copied(row)
    for name in _OUTCOME_SAME:
        setattr(outcome, name, said[name])
    for name in _OUTCOME_NUMBERS:
        setattr(outcome, name, Decimal(said[name]) if said[name] else None)
    outcome.baseline_on, outcome.by_date = _day(said["baseline_on"]), _day(said["by"])
    outcome.ended_on = None
    return outcome


def in_force(drafts: Iterable[SupportLine], versions: Sequence[PlanVersion]) -> list[SupportLine]:
    """Those of these lines of plans that are being written that are in force, each as it was frozen.

    A line is in force if the version of its plan names it; before there is one, if it was carried from a line that the
    last version of the plan before names. `versions` are those of `beside_drafts`.
    """
    listed = list(drafts)
    said = {version.pk: frozen(version) for version in versions} if listed else {}
    known = givers(said.values(), listed)
    lines = {pk: {line["key"]: line for line in each["lines"]} for pk, each in said.items()}
    found = []
    for row in listed:
        version = version_beside(row.plan, versions)
        if version is None:
            continue
        key = row.public_id if version.plan_id == row.plan_id else row.carried_from
        if key in lines[version.pk]:
            found.append(line_as(row, lines[version.pk][key], known))
    return found


@dataclass(frozen=True)
class Stretch:
    """Some days on which one version was in force, and how often it says that a line is to be given.

    `begins` is empty where it counts from the line's own first day, `until` where it still is in force.
    """

    begins: date | None
    until: date | None
    per_week: int
    days: str
    starts_on: date | None
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether this is what is to be done on a day."""
        begun = all(each is None or each <= day for each in (self.begins, self.starts_on))
        return begun and all(each is None or each >= day for each in (self.until, self.ends_on))

    def may_still_be_given(self, day: date) -> bool:
        """Whether it had not ended by a day; on the day on which a version ends it, it was given before that."""
        later = self.until + ONE_DAY if self.until else None
        return all(each is None or each >= day for each in (later, self.ends_on))


@rows
def versions_over_time(plans: frozenset[int]) -> QuerySet[PlanVersion]:
    """All versions of these plans (database ids), and of the plans of the cycles before them, the oldest first."""
    after = Cycle.objects.filter(
        plan__in=plans,
        pupil=OuterRef("plan__cycle__pupil"),
        number=OuterRef("plan__cycle__number") + 1,
    )
    return PlanVersion.objects.filter(Q(plan__in=plans) | Exists(after)).order_by("plan", "number")


Lines = list[tuple[PlanVersion, dict[str, Content]]]


def lines_over_time(versions: Iterable[PlanVersion]) -> Lines:
    """Each version with what it says of each line, by key: read once for all lines."""
    return [(each, {line["key"]: line for line in frozen(each)["lines"]}) for each in versions]


def stretches(line: SupportLine, said: Lines) -> list[Stretch]:
    """How often a line was to be given, from its beginning on: by the version that was in force on each day."""
    own = [each for each in said if each[0].plan_id == line.plan_id]
    carried = [lines[line.carried_from] for version, lines in said if line.carried_from in lines]
    found = []
    if carried:
        until = own[0][0].frozen_on - ONE_DAY if own else None
        found.append(Stretch(None, until, carried[-1]["per_week"], carried[-1]["days"], None, None))
    for number, (version, lines) in enumerate(own):
        now = lines.get(line.public_id)
        if now is None:
            continue
        first = number == 0 and not carried
        last = number + 1 == len(own)
        this = Stretch(
            None if first else version.frozen_on,
            None if last else own[number + 1][0].frozen_on - ONE_DAY,
            now["per_week"],
            now["days"],
            _day(now["starts_on"]),
            _day(now["ends_on"]),
        )
        joined = _joined(found[-1], this) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(this)
    return found


def _joined(one: Stretch, next_one: Stretch) -> Stretch | None:
    """Both as one, where nothing changed from one version to the next: a part of a week is not rounded twice."""
    longer = replace(one, until=next_one.until)
    meets = one.until is not None and next_one.begins == one.until + ONE_DAY
    return longer if meets and longer == replace(next_one, begins=one.begins) else None
