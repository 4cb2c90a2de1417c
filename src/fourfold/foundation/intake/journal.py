"""What bringing a file in made and changed, and how that is taken back."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from fourfold.foundation.access.models import Membership, Seat, User
from fourfold.foundation.scope.rows import TenantRow, written_fields
from fourfold.foundation.scope.writing import Writing
from fourfold.foundation.trail.chain import content_digest
from fourfold.foundation.trail.models import TrailEntry

OWN = "intake."
# What was told to somebody stays told, whatever becomes of the list.
TOLD = "notify.Message"


def _digest(fields: dict[str, object]) -> str:
    return content_digest("intake", fields)


def _kept(row: models.Model) -> dict[str, str | None]:
    return {
        field.attname: None
        if getattr(row, field.attname) is None
        else str(field.value_to_string(row))
        for field in row._meta.concrete_fields
        if field.name not in {"id", "tenant", "public_id"}
    }


class Journal:
    """Collects, while a verb brings a file in, what is needed to take it back.

    A row that is going to change is shown to `before_change` first. What was made is read from the verb's own notes,
    so nothing can be forgotten; people who can sign in (no rows of a tenant) are noted by `made_person`.
    """

    def __init__(self) -> None:
        self.before: dict[tuple[str, str], dict[str, str | None]] = {}
        self.people: list[int] = []

    def before_change(self, row: TenantRow) -> None:
        """Remember a row as it stands, once."""
        self.before.setdefault((row._meta.label, row.public_id), _kept(row))

    def made_person(self, user: User) -> None:
        """Remember that a person who can sign in was made."""
        self.people.append(user.pk)

    def entries(self, opened: Writing) -> list[list[Any]]:
        """[label, public id, before or None, digest of what stands now], in the order of making.

        Raises `LookupError` if a row was changed that nobody had shown before, or one was removed: that could not
        be undone, and is a defect of the verb.
        """
        last: dict[tuple[str, str], str] = {}
        made: list[tuple[str, str]] = []
        for label, public_id, what, fields in opened.rows:
            if label.startswith(OWN) or label == TOLD:
                continue
            key = (label, public_id)
            if what == "created":
                made.append(key)
            elif what == "removed" or (key not in self.before and key not in made):
                raise LookupError(f"{label} was {what} and cannot be brought back.")
            last[key] = _digest(fields)
        changed = [key for key in self.before if key in last and key not in made]
        rows: list[list[Any]] = [[*key, self.before[key], last[key]] for key in changed]
        rows += [[*key, None, last[key]] for key in made]
        rows += [["access.User", str(pk), None, ""] for pk in self.people]
        return rows


@dataclass
class Undoing:
    """A journal read back: the rows that were changed, with what they were, and those that were made, by model."""

    changed: list[tuple[TenantRow, dict[str, str | None]]]
    made: dict[type[TenantRow], list[TenantRow]]
    people: list[int]
    moved_on: list[TenantRow]
    missing: int


def read(journal: list[list[Any]]) -> Undoing:
    """The rows of a journal as they stand now; `moved_on` are those that are no longer as the file left them."""
    ids: dict[str, list[str]] = defaultdict(list)
    for label, public_id, _before, _digest_then in journal:
        ids[label].append(public_id)
    rows: dict[tuple[str, str], TenantRow] = {}
    for label, wanted in ids.items():
        if label != "access.User":
            model = apps.get_model(label)
            for row in model.objects.filter(public_id__in=wanted):
                rows[label, row.public_id] = row
    found = Undoing([], defaultdict(list), [int(pk) for pk in ids.get("access.User", [])], [], 0)
    for label, public_id, before, digest_then in journal:
        if label == "access.User":
            continue
        row = rows.get((label, public_id))
        if row is None:
            found.missing += 1
            continue
        if _digest(written_fields(row)) != digest_then:
            found.moved_on.append(row)
        if before is None:
            found.made[type(row)].append(row)
        else:
            found.changed.append((row, before))
    return found


def _made_ids(found: Undoing) -> set[tuple[str, int]]:
    return {(model._meta.label, row.pk) for model, rows in found.made.items() for row in rows}


def _pointing(model: type[TenantRow], rows: list[TenantRow], own: set[tuple[str, int]]) -> set[int]:
    """The database ids of those `rows` to which rows point that this file did not make."""
    built: set[int] = set()
    ids = [row.pk for row in rows]
    # Hidden relations too: most of ours have no name on the other side, and all would be deleted with the row.
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        other = relation.related_model
        if isinstance(other, str) or not issubclass(other, TenantRow):
            continue
        if other._meta.label.startswith(OWN):
            continue
        name = relation.field.attname
        for pk, to in other.objects.filter(**{f"{name}__in": ids}).values_list("pk", name):
            if (other._meta.label, pk) not in own:
                built.add(to)
    return built


def _named_by_id(rows: list[TenantRow], own: set[tuple[str, int]]) -> set[str]:
    """The public ids of those rows that others name by public id (a grant on a child, say)."""
    ids = [row.public_id for row in rows]
    built: set[str] = set()
    for model in apps.get_models():
        if not issubclass(model, TenantRow) or model._meta.label.startswith(OWN):
            continue
        for field in model._meta.concrete_fields:
            if field.name in {"child", "target"} and isinstance(field, models.CharField):
                for pk, to in model.objects.filter(**{f"{field.name}__in": ids}).values_list(
                    "pk", field.name
                ):
                    if (model._meta.label, pk) not in own:
                        built.add(to)
    return built


def _acted(rows: list[TenantRow]) -> set[str]:
    ids = [row.public_id for row in rows]
    return set(TrailEntry.objects.filter(actor__in=ids).values_list("actor", flat=True))


def built_on(found: Undoing) -> list[TenantRow]:
    """The rows on which something was built since: changed again, pointed to, or people who have acted."""
    own = _made_ids(found)
    built = {(row._meta.label, row.pk): row for row in found.moved_on}
    for model, rows in found.made.items():
        pointed = _pointing(model, rows, own)
        named = _named_by_id(rows, own)
        acted = _acted(rows) if model is Membership else set()
        for row in rows:
            if row.pk in pointed or row.public_id in named | acted:
                built[row._meta.label, row.pk] = row
    return list(built.values())


def _bring_back(row: TenantRow, before: dict[str, str | None]) -> None:
    for field in row._meta.concrete_fields:
        if field.attname in before:
            text = before[field.attname]
            target = getattr(field, "target_field", field)
            setattr(row, field.attname, None if text is None else target.to_python(text))
    row.save()


@dataclass(frozen=True)
class Back:
    """A row that is as before again, and a copy of it as the file had left it."""

    row: TenantRow
    was: TenantRow


def take_back(found: Undoing, opened: Writing) -> tuple[list[Back], list[TenantRow]]:
    """Bring changed rows back and remove made ones, newest first. Returns those brought back and those removed."""
    back: list[Back] = []
    for row, before in found.changed:
        row.refresh_from_db()
        back.append(Back(row, copy(row)))
        _bring_back(row, before)
    for model in reversed(found.made):
        rows = found.made[model]
        for row in rows:
            row.note_write(opened, "removed")
        model.objects.filter(pk__in=[row.pk for row in rows]).delete()
        if model is Membership:
            users = [row.user_id for row in rows if isinstance(row, Membership) and row.user_id]
            Seat.objects.filter(user_id__in=users, organisation_id=opened.tenant).delete()
    for user in User.objects.filter(pk__in=found.people, last_login__isnull=True):
        if not user.seats.exists():
            user.delete()
    return back, [row for rows in found.made.values() for row in rows]
