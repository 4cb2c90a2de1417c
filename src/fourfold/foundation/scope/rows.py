"""The base of every row that belongs to a tenant, and what each kind of row must declare about itself."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models

from fourfold.foundation.scope.names import new_public_id
from fourfold.foundation.scope.tenancy import VerbManager, active_tenant
from fourfold.foundation.scope.writing import Writing, WrongTenant, must_be_writing


class Stale(Exception):
    """A row has changed since it was read: `compare_and_set` found other values than the caller had seen.

    `rows` are those that were found changed, as far as they are known.
    """

    def __init__(self, sentence: str = "", *rows: "TenantRow") -> None:
        super().__init__(sentence)
        self.rows = rows


def copied(value: Any) -> Any:
    """A copy of what was read from JSON, so that changing one in place leaves the other; other values as they are."""
    if type(value) is dict:
        return {name: copied(each) for name, each in value.items()}
    if type(value) is list:
        return [copied(each) for each in value]
    return value


@dataclass(frozen=True)
class Kept:
    """How long a kind of row is kept and why.

    `rule` is the id of a retention rule (``with_the_child``, ``with_the_person``, ``setting``, ``short_lived``,
    ``trail``); `why` one sentence for the people whom the row is about.
    """

    rule: str
    why: str


def written_fields(row: models.Model) -> dict[str, object]:
    """The values of a row of which the trail keeps a salted hash, by column: all but the id. Bytes stand as a hash."""
    return {
        field.attname: _plain(field, getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


def _plain(field: Any, value: Any) -> object:
    """`value` as it reads back from either database, so that a hash of it before and after is the same."""
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()
    if value is not None and not isinstance(field, models.JSONField):
        value = field.to_python(value)
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


class TenantRow(models.Model):
    """A row that belongs to one organisation, is read in that scope only, and is written by verbs only.

    A subclass declares `kept`, and says by `child_public_id` which child it is about, if any.
    """

    kept: ClassVar[Kept]
    _as_read: dict[str, object] = {}

    tenant = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, editable=False, related_name="+"
    )
    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)

    objects: ClassVar = VerbManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def child_public_id(self) -> str | None:
        """The public id of the child whom this row is about, through its `pupil` or `cycle`, or None."""
        for step in ("pupil", "cycle", "plan", "outcome", "line", "review", "concern"):
            field = next((f for f in self._meta.fields if f.name == step), None)
            if field is None or getattr(self, field.attname) is None:
                continue
            above = getattr(self, step)
            return above.public_id if step == "pupil" else above.child_public_id()
        return None

    def before_write(self, current: Writing) -> None:
        """Set the tenant where it is not set, and refuse a row of another tenant or one tied to another tenant's row.

        Raises `WrongTenant`.
        """
        if self.tenant_id is None:
            self.tenant_id = current.tenant
        if self.tenant_id != current.tenant or current.tenant != active_tenant():
            raise WrongTenant(f"{self._meta.label} of another tenant.")
        for field in self._meta.fields:
            if not field.is_relation or field.name == "tenant":
                continue
            related = self._state.fields_cache.get(field.name)
            if isinstance(related, TenantRow) and related.tenant_id != self.tenant_id:
                raise WrongTenant(f"{self._meta.label}.{field.name} belongs to another tenant.")

    def note_write(self, current: Writing, what: str) -> None:
        """Tell the verb at work what happened to this row; the trail keeps a salted hash of the fields, never text."""
        current.wrote(
            self._meta.label, self.public_id, what, written_fields(self), self.child_public_id()
        )

    @classmethod
    def from_db(cls, *args, **kwargs):  # type: ignore[no-untyped-def]
        """As Django's; what was read is remembered, so that `save` writes what was changed and nothing else."""
        row = super().from_db(*args, **kwargs)
        row.remember_as_read()
        return row

    def remember_as_read(self) -> None:
        """Remember the values as those in the database. Lists and dictionaries are copied: they can change in place."""
        self._as_read = {
            name: copied(value) if isinstance(value, list | dict) else value
            for name, value in self.__dict__.items()
            if name[0] != "_"
        }

    def _changed_since_read(self) -> list[str]:
        return [
            field.attname
            for field in self._meta.concrete_fields
            if field.attname in self.__dict__
            and not field.primary_key
            and (
                field.attname not in self._as_read
                or self._as_read[field.attname] != self.__dict__[field.attname]
            )
        ]

    def read_anew(self) -> None:
        """Take every value from the database: somebody else may have changed other columns since this was read.

        Raises `Stale` if the row is gone.
        """
        now = type(self).objects.filter(pk=self.pk).values().first()
        if now is None:
            raise Stale(f"{self._meta.label} has been removed since it was read.", self)
        for name, value in now.items():
            if self.__dict__.get(name, self) != value:
                setattr(self, name, value)
        self.remember_as_read()

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        """Save within a verb of this row's tenant; of a row that was read, only what was changed since.

        Raises `WroteOutsideVerb`, `WrongTenant`, or `Stale` if the row is gone.
        """
        current = must_be_writing(self.tenant_id)
        self.before_write(current)
        if self._state.adding or self.pk is None:
            super().save(*args, **kwargs)
            self.remember_as_read()
            self.note_write(current, "created")
            return
        changed = {name: self.__dict__[name] for name in self._changed_since_read()}
        if changed:
            type(self).objects.filter(pk=self.pk).update(**changed)
        self.read_anew()
        self.note_write(current, "changed")

    def delete(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        """Delete within a verb of this row's tenant. Raises `WroteOutsideVerb` or `WrongTenant`."""
        current = must_be_writing(self.tenant_id)
        self.before_write(current)
        self.note_write(current, "removed")
        return super().delete(*args, **kwargs)

    def compare_and_set(self, seen: dict[str, object], **values: object) -> None:
        """Change `values` if the row still has the values `seen`; otherwise raise `Stale` and change nothing.

        One UPDATE with a WHERE, so that of two people at once exactly one succeeds, on either database.
        """
        current = must_be_writing(self.tenant_id)
        changed = type(self).objects.filter(pk=self.pk, **seen).update(**values)
        if changed != 1:
            raise Stale(f"{self._meta.label} has changed since it was read.", self)
        self.read_anew()
        self.before_write(current)
        self.note_write(current, "changed")
