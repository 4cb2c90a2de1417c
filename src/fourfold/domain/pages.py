"""The pages of `docs/` that are made from the tables, so that what is written and what runs are
one thing.

Pure: each function gives the Markdown text of one page. `docs/make.py` writes them and says when
they are stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from fourfold.domain.access import BARS, Action, roles_that_may
from fourfold.domain.clock import DayKind
from fourfold.domain.cycle import CLOSED_STAGES, MOVES, Condition, Move, Stage
from fourfold.domain.duties import DUTIES
from fourfold.domain.rulebook import RULES, Rule
from fourfold.domain.words import Role, SettingKind, label

MADE: Final = (
    "<!-- Made by `docs/make.py` from the tables of `src/fourfold/domain`. Change those. -->"
)


def cycle_page() -> str:
    """`docs/states/cycle.md`: the picture, the moves, and what each asks for."""
    return _page(
        "The cycle",
        "One row is one cycle. A **must** stops the move, because without it what is written would be untrue. "
        "A **should** never stops anyone: it is shown with its paragraph, passed with a reason, and "
        "stays open until it is done. Being late, a disagreement or a notice still open are not stages; they "
        "stand beside the cycle and change nothing about what may be done.",
        "## The picture",
        _diagram(),
        "## Stages",
        _table(("stage", "in words", "open"), _stage_rows()),
        "## Moves",
        *[_move(move) for move in MOVES],
    )


def rulebook_page() -> str:
    """`docs/rules/rulebook.md`: the rules with dates, and the duties of each kind of setting."""
    head = ("rule", "what", "starts when", "how long", "force", "from", "may change here", "source")
    return _page(
        "The rulebook",
        "What is due, by when, and by what authority. A new Code is a new row with its own first day. Where "
        "the law gives no number of days, ours is a default. *How sure* says where we have a citation from.",
        "## Rules",
        _table(head, [_rule_row(rule) for rule in RULES]),
        "## Duties of each kind of setting",
        _table(
            ("duty", "binds", "force", "from", "to", "source", "how sure"),
            [
                (
                    duty.title,
                    ", ".join(label(kind) for kind in SettingKind if kind in duty.binds),
                    label(duty.force),
                    duty.effective_from.isoformat(),
                    duty.effective_to.isoformat() if duty.effective_to else "",
                    duty.citation,
                    label(duty.certainty),
                )
                for duty in DUTIES
            ],
        ),
    )


def access_page() -> str:
    """`docs/rules/access.md`: who may do what, and through which relation."""
    rows = []
    for action in Action:
        may = roles_that_may(action)
        cells = [" or ".join(relation.id for relation in may.get(role, ())) for role in Role]
        rows.append((f"`{action}`", label(action), *cells))
    relations = {r.id: r.sentence for a in Action for rs in roles_that_may(a).values() for r in rs}
    return _page(
        "Who may do what",
        "An empty cell is a no, and what is not in the table is a no. A word in a cell is the relation that must "
        "hold, in this setting and on this day. What a person may not know of answers as if it did not exist.",
        "## Actions by role",
        _table(("action", "in words", *(label(role) for role in Role)), rows),
        "## Relations",
        _table(("relation", "the reason shown"), sorted(relations.items())),
        "## What an order takes away",
        _table(
            ("bar", "in words", "actions"),
            [
                (
                    f"`{bar}`",
                    label(bar),
                    "all"
                    if taken == frozenset(Action)
                    else ", ".join(f"`{action}`" for action in Action if action in taken),
                )
                for bar, taken in BARS.items()
            ],
        ),
    )


PAGES: Final[dict[str, Callable[[], str]]] = {
    "states/cycle.md": cycle_page,
    "rules/rulebook.md": rulebook_page,
    "rules/access.md": access_page,
}
"""Every made page, by its path below `docs/`."""


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((MADE, f"# {title}", *parts)) + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(head)
    lines = [heads, tuple("---" for _ in heads), *(tuple(row) for row in rows)]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {stage}: {label(stage)}" for stage in Stage]
    for move in MOVES:
        for frm in _sources(move):
            lines.append(f"    {frm} --> {move.to}: {move.id}")
    lines += [f"    {stage} --> [*]" for stage in Stage if stage in CLOSED_STAGES]
    return "\n".join([*lines, "```"])


def _sources(move: Move) -> list[str]:
    return [str(stage) for stage in Stage if stage in move.frm] or ["[*]"]


def _stage_rows() -> list[tuple[str, str, str]]:
    return [
        (f"`{stage}`", label(stage), "" if stage in CLOSED_STAGES else "yes") for stage in Stage
    ]


def _move(move: Move) -> str:
    come_from = ", ".join(f"`{name}`" for name in _sources(move) if name != "[*]") or "the start"
    usual = ", ".join(label(role) for role in Role if role in move.by)
    head = f"### {move.title} (`{move.id}`)\n\nFrom {come_from} to `{move.to}`. {move.citation}."
    parts = [f"{head} Usually by: {usual}."]
    if move.must:
        parts.append("Must:\n\n" + _conditions(move.must))
    if move.should:
        parts.append("Should:\n\n" + _conditions(move.should))
    return "\n\n".join(parts)


def _conditions(conditions: Iterable[Condition]) -> str:
    return "\n".join(
        f"- {each.sentence} (`{each.id}`; {each.citation}; {label(each.certainty)})"
        for each in conditions
    )


def _rule_row(rule: Rule) -> tuple[str, ...]:
    if rule.default_days is not None:
        counted = DayKind.SCHOOL if rule.day_kind is DayKind.AS_SET else rule.day_kind
        how_long = f"{rule.default_days} {label(counted)}"
        if rule.day_kind is DayKind.AS_SET:
            how_long = f"the date set; else {how_long}"
    elif rule.default_count is not None:
        how_long = f"{rule.default_count} in its period"
    else:
        how_long = "the date that the law gives"
    change = "no"
    if rule.may_change:
        change = "only to ask for more" if rule.stricter_only else "yes"
    return (
        f"`{rule.id}` {rule.catalogue} v{rule.version}",
        rule.title,
        rule.trigger,
        how_long,
        label(rule.force),
        rule.effective_from.isoformat(),
        change,
        f"{rule.citation} ({label(rule.certainty)})",
    )
