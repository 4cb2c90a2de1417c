"""Which rules hold in the setting in scope: its calendar, its first day, the rulebook, and what binds its kind."""

from datetime import date

from django.db.models import QuerySet

from fourfold.casework.people.queries import calendar
from fourfold.domain.duties import is_bound
from fourfold.domain.rulebook import NATIONAL, Setting
from fourfold.domain.words import SettingKind
from fourfold.foundation.access.actors import is_live
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.access.models import OrganisationKind
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import rows


@remembered
def rules_here(today: date) -> Setting:
    """What every duty of the setting in scope shares, as of a day. Three queries."""
    return Setting(
        today=today,
        calendar=calendar(),
        first_day=setting_here().first_day,
        rulebook=NATIONAL,
    )


@rows
def kinds_ever() -> QuerySet[OrganisationKind]:
    """What the setting in scope is and was said to be, the latest first."""
    return OrganisationKind.objects.order_by("-valid_from")


def kind_here(on: date) -> SettingKind | None:
    """What kind of setting the one in scope is on a day; None where nobody has said."""
    row = next((each for each in kinds_ever() if is_live(each, on)), None)
    return SettingKind(row.kind) if row else None


def bound_here(duty: str, on: date) -> bool:
    """Whether a duty of `domain.duties` binds the setting in scope on a day; an unknown kind is bound by none."""
    kind = kind_here(on)
    return kind is not None and is_bound(kind, duty, on)
