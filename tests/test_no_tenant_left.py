"""A view that breaks leaves no tenant behind: the next request on the connection begins with none."""

from django.db import connection, transaction
from django.test import override_settings
from django.urls import path

from fourfold.config import urls
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.scope.tenancy import active_tenant, tenant_scope
from tests.cast import make_cast
from tests.signed_in import as_person


class Broken(Exception):
    """What goes wrong in the view."""


def _raise(request: TenantRequest) -> None:
    raise Broken


def _bad_sentence(request: TenantRequest) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")


def _within_a_transaction(request: TenantRequest) -> None:
    with transaction.atomic():
        _bad_sentence(request)


def _in_a_scope_within(request: TenantRequest) -> None:
    with transaction.atomic(), tenant_scope(request.setting.pk):
        _bad_sentence(request)


def _rolled_back_by_hand(request: TenantRequest) -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        raise Broken


BREAKS = {
    "raises": _raise,
    "bad-sentence": _bad_sentence,
    "transaction": _within_a_transaction,
    "scope": _in_a_scope_within,
    "by-hand": _rolled_back_by_hand,
}


@enter(None)
def broken(request: TenantRequest, how: str):
    """A page that breaks, in one of the ways."""
    assert active_tenant() == request.setting.pk
    BREAKS[how](request)


urlpatterns = [path("at/<str:setting>/broken/<str:how>/", broken), *urls.urlpatterns]
for handler in ("handler400", "handler403", "handler404", "handler500"):
    if hasattr(urls, handler):
        globals()[handler] = getattr(urls, handler)


def _tenant_in_database() -> str:
    """What row-level security reads; SQLite has none, and nothing to leave behind."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.tenant', true), '')")
        return str(cursor.fetchone()[0])


def test_after_a_view_that_broke_no_tenant_is_set(own_database):
    elm, left = make_cast().elm, {}
    for person in ("Amina", "Dilek"):
        client = as_person(elm, person)
        client.raise_request_exception = False
        for how in BREAKS:
            with override_settings(ROOT_URLCONF=__name__):
                answer = client.get(f"/at/{elm.organisation.public_id}/broken/{how}/")
            left[person, how] = (answer.status_code, active_tenant(), _tenant_in_database())
    assert set(left.values()) == {(500, None, "")}
