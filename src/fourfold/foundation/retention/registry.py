"""How long each kind of row is kept, and what becomes of it when a child dies or leaves, or a person goes.

A table says by its `kept` which rule it is under; a rule says what happens to the rows under it. Where a table
differs, its room says so (`stops`, `moves`, `hand_over`). A contract fails for a table that names a child or a person
and of which nothing is said.
"""

from dataclasses import dataclass

from django.db import models

from fourfold.domain.words import N_, Certainty, Word

Model = type[models.Model]
CHILD_FIELDS = frozenset({"pupil", "child"})
PERSON_FIELDS = frozenset({"actor", "owner", "email"})
PEOPLE = frozenset({"access.Membership", "access.User", "people.Contact"})
# Above the people themselves: belonging to one of these names nobody.
NOBODY = frozenset({"access.Organisation"})


@dataclass(frozen=True)
class Rule:
    """How long: the `id` that tables name, a `sentence` for the people concerned, where it comes from, how surely."""

    id: str
    sentence: str
    source: str
    certainty: Certainty


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "with_the_child",
            N_(
                "Kept with what is known of the child: the last setting keeps it until the child would be 31, or as "
                "long as the setting’s own policy says. A setting that a child leaves passes it on."
            ),
            "Practice of school records management, date of birth plus 25 years and 6",
            Certainty.DERIVED,
        ),
        Rule(
            "with_the_person",
            N_(
                "Kept as long as something that the person did is kept, so that it can be said who did what."
            ),
            "Code 6.72 to 6.75: what was done, and by whom",
            Certainty.DERIVED,
        ),
        Rule(
            "setting",
            N_("Kept as long as the setting uses Fourfold: it is about the setting itself."),
            "It names no child",
            Certainty.DERIVED,
        ),
        Rule(
            "short_lived",
            N_("Taken away once it has served its purpose."),
            "UK GDPR, article 5(1)(e): no longer than is needed",
            Certainty.FROM_MEMORY,
        ),
        Rule(
            "trail",
            N_(
                "Kept for good: it holds ids and salted hashes, and tells nothing once the words are gone."
            ),
            "UK GDPR, article 5(2): to be able to show what was done",
            Certainty.FROM_MEMORY,
        ),
    )
}


class ChildGone(Word):
    """What happens to a row when its child dies or leaves."""

    STAYS = "stays", N_("It stays as it was.")
    CLOSES = "closes", N_("It is closed on that day.")
    STOPS = "stops", N_("It is not sent, asked or done any more.")


class WrongChild(Word):
    """What happens to a row that was filed under the wrong child."""

    MOVES = "moves", N_("It moves to the right child.")
    FOLLOWS = "follows", N_("It is worked out again from what has moved.")
    STAYS = "stays", N_("It stays: it says what was done at the time.")


class PersonGone(Word):
    """What happens to a row when a person whom it names leaves."""

    STAYS = "stays", N_("It stays, and says who did it.")
    HANDED_OVER = "handed_over", N_("It is handed to whoever comes after.")
    ENDS = "ends", N_("It ends on that day.")


_stops: dict[str, ChildGone] = {}
_moves: dict[str, WrongChild] = {}
_handed_over: dict[str, PersonGone] = {}

# What a rule means for the rows under it, where their room says nothing else.
_BY_RULE: dict[str, tuple[ChildGone, WrongChild, PersonGone]] = {
    "with_the_child": (ChildGone.STAYS, WrongChild.MOVES, PersonGone.STAYS),
    "with_the_person": (ChildGone.STAYS, WrongChild.STAYS, PersonGone.ENDS),
}


def declare(
    label: str,
    *,
    child_gone: ChildGone | None = None,
    wrong_child: WrongChild | None = None,
    person_gone: PersonGone | None = None,
) -> None:
    """Let a room say what becomes of the rows of its table `label` (``plan.SupportLine``) where the rule differs."""
    if child_gone:
        _stops[label] = child_gone
    if wrong_child:
        _moves[label] = wrong_child
    if person_gone:
        _handed_over[label] = person_gone


def rule_of(model: Model) -> Rule | None:
    """How long rows of `model` are kept; None for a table that says nothing."""
    kept = getattr(model, "kept", None)
    return RULES.get(kept.rule) if kept else None


def _by_rule(model: Model) -> tuple[ChildGone, WrongChild, PersonGone] | None:
    rule = rule_of(model)
    return _BY_RULE.get(rule.id) if rule else None


def stops(model: Model) -> ChildGone | None:
    """What happens to rows of `model` when their child dies or leaves; None where nothing is said."""
    said = _by_rule(model)
    return _stops.get(model._meta.label) or (said[0] if said and names_a_child(model) else None)


def moves(model: Model) -> WrongChild | None:
    """What happens to rows of `model` that were filed under the wrong child; None where nothing is said."""
    said = _by_rule(model)
    return _moves.get(model._meta.label) or (said[1] if said and names_a_child(model) else None)


def handed_over(model: Model) -> PersonGone | None:
    """What happens to rows of `model` when a person whom they name leaves; None where nothing is said."""
    said = _by_rule(model)
    return _handed_over.get(model._meta.label) or (
        said[2] if said and names_a_person(model) else None
    )


def _above(model: Model) -> list[Model]:
    """The tables whose rows a row of `model` belongs to or names."""
    found = [f.related_model for f in model._meta.fields if f.is_relation and f.name != "tenant"]
    return [each for each in found if isinstance(each, type) and each is not model]


def names_a_child(model: Model, _seen: frozenset[str] = frozenset()) -> bool:
    """Whether a row of `model` is about one child: itself, by a public id, or through a row it belongs to."""
    label = model._meta.label
    if label in _seen or label in NOBODY | PEOPLE:
        return False
    if label == "people.Pupil" or CHILD_FIELDS & {field.name for field in model._meta.fields}:
        return True
    return any(names_a_child(each, _seen | {label}) for each in _above(model))


def names_a_person(model: Model) -> bool:
    """Whether a row of `model` is a person, or names one: by a relation, a public id, or an address."""
    label = model._meta.label
    related = {each._meta.label for each in _above(model)}
    fields = {field.name for field in model._meta.fields}
    return label in PEOPLE or bool(related & PEOPLE) or bool(fields & PERSON_FIELDS)


def silent(tables: list[Model]) -> list[str]:
    """The tables that name a child or a person and of which nothing is said where it ought to be."""
    found = []
    for model in tables:
        child = names_a_child(model) and (stops(model) is None or moves(model) is None)
        person = names_a_person(model) and handed_over(model) is None
        if child or person:
            found.append(model._meta.label)
    return sorted(found)
