"""Takes away, each night, what is kept for a while only: rooms declare after how long rows of a table go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import models

from fourfold.foundation.access.actors import Actor, system_actor
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.act.verbs import verb
from fourfold.foundation.scope.rows import TenantRow
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import must_be_writing


@dataclass(frozen=True)
class Passing:
    """A row of the table `label` goes when the moment in `column` lies `after` back; one without it stays."""

    label: str
    column: str
    after: timedelta

    @property
    def model(self) -> type[models.Model]:
        """The table."""
        return apps.get_model(self.label)

    def rows(self, now: datetime) -> models.QuerySet:
        """What is to go at `now`, of the tenant in scope if rows of the table belong to one."""
        return self.model._default_manager.filter(**{f"{self.column}__lt": now - self.after})


_passing: dict[str, Passing] = {}


def passes(label: str, column: str, after: timedelta) -> None:
    """Let a room say after how long rows of its table go. What hangs on rows of another table is declared first."""
    _passing[label] = Passing(label, column, after)


def passing() -> list[Passing]:
    """What was declared, in that order."""
    return list(_passing.values())


@verb("retention.take_away", None)
def take_away(setting: Organisation, each: Passing, *, actor: Actor, now: datetime) -> None:
    """Remove what has served its purpose, with a link in the trail for it. Only the system does this, at night."""
    for row in each.rows(now).iterator(chunk_size=200):
        if isinstance(row, TenantRow):
            row.note_write(must_be_writing(setting.pk), "removed")
    each.rows(now).delete()


def _of_a_setting(setting: Organisation, now: datetime) -> None:
    for each in passing():
        if not any(field.name == "tenant" for field in each.model._meta.fields):
            continue
        if not issubclass(each.model, TenantRow):
            each.rows(now).delete()
        elif each.rows(now).exists():
            take_away(setting, each, actor=system_actor(setting.pk, "retention"), now=now)


def take_away_what_has_passed(now: datetime) -> None:
    """The nightly job, for every organisation and for what belongs to none; ended sessions go too."""
    for setting in Organisation.objects.order_by("pk"):
        with tenant_scope(setting.pk):
            _of_a_setting(setting, now)
    for each in passing():
        if not any(field.name == "tenant" for field in each.model._meta.fields):
            each.rows(now).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
