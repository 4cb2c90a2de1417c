"""The setting in scope: read once in a request, which begins with it."""

from fourfold.foundation.access.models import Organisation
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.tenancy import needed_tenant


@remembered
def setting_here() -> Organisation:
    """The organisation in scope. Raises `ScopeError` where there is none."""
    return Organisation.objects.get(pk=needed_tenant())
