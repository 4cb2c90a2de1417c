"""What is late by law, for who answers for the setting as a whole: it stands first on their home, whoever does it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.cycles.story import Todo
from fourfold.casework.people.queries import children_named, contacts_named
from fourfold.casework.voice.readers import asked_for_readers
from fourfold.desk.doing import whom_to_ask
from fourfold.desk.duties import may_know
from fourfold.domain.rulebook import NATIONAL, Rule
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.queries import open_rows
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Turns, rows

# The room of reviews tells a head of these itself.
TOLD_ELSEWHERE = ("review_on_date",)


@rows
def late_by_law(actor: Actor, today: date) -> QuerySet[DueRow]:
    """What the law asks for, is late on a day, and an actor may know of; the latest first."""
    found = open_rows(today).filter(force="statute", due_on__lt=today)
    return may_know(found.exclude(rule__in=TOLD_ELSEWHERE), actor, today)


def _looks_after_all(actor: Actor) -> bool:
    return Role.SENIOR_LEADER in actor.roles and Role.SENCO not in actor.roles


def asked_of_todos(actor: Actor, today: date) -> Turns:
    """What `todos` is read from."""
    if not _looks_after_all(actor):
        return
    yield [late_by_law.of(actor, today)]
    late = late_by_law(actor, today)
    children = frozenset(row.child for row in late)
    yield [
        *asked_for_readers(children, today),
        children_named.of(children),
        contacts_named.of(frozenset(row.owed_to for row in late)),
    ]


def _why(rule: Rule, whom_to_ask: Words) -> Words:
    """By whose word it is asked for, and whom the head asks to do it."""
    asks = ui.filled(
        _("%(force)s asks for it: %(citation)s"),
        force=_(rule.force.label).capitalize(),
        citation=ui.citation(rule.citation),
    )
    return Markup("{}. {}").format(asks, whom_to_ask) if whom_to_ask else asks


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """Each duty of the law that is late, for the head; the SENCO finds it where it is done."""
    if not _looks_after_all(actor):
        return
    late, here = late_by_law(actor, today), setting_here().public_id
    children = children_named(frozenset(row.child for row in late))
    names = {child.public_id: str(child) for child in children}
    people = {
        each.public_id: str(each) for each in contacts_named(frozenset(r.owed_to for r in late))
    }
    asked = whom_to_ask({row.child for row in late if row.child}, today)
    for row in late:
        rule = NATIONAL.rule(row.rule, row.trigger_date)
        what = ui.filled("%(title)s", title=_(rule.title))
        if row.owed_to in people:
            what = ui.filled(
                "%(title)s – %(person)s", title=what, person=ui.person(people[row.owed_to])
            )
        at = {"setting": here}
        yield Todo(
            what=what,
            why=_why(rule, asked.get(row.child, "")),
            due_on=row.due_on,
            address=reverse("desk:child_due", kwargs={**at, "child": row.child})
            if row.child
            else reverse("desk:due", kwargs=at),
            button=_("See what is open"),
            child=row.child,
            child_name=names.get(row.child, ""),
            kind="late",
            rule=row.rule,
        )
