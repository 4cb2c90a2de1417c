"""The setting in scope: read once in a request, which begins with it."""

from django.db.models import QuerySet

from fourfold.foundation.access.models import Organisation
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.tenancy import needed_tenant
from fourfold.foundation.scope.together import rows


@rows
def _organisations(organisation: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=organisation)


@remembered
def setting_here() -> Organisation:
    """The organisation in scope. Raises `ScopeError` where there is none."""
    (organisation,) = _organisations(needed_tenant())
    return organisation
