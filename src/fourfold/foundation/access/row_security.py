"""Row-level security on PostgreSQL: the second lock under the scope. Installed after each migrate, by the owner."""

from django.apps import apps
from django.db import connection
from django.db.models import Model

APP_ROLE = "fourfold_app"


def tenant_tables() -> list[type[Model]]:
    """Every model of ours whose rows belong to a tenant."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("fourfold.")
        and any(field.name == "tenant" for field in model._meta.fields)
    ]


def _statements(table: str) -> list[str]:
    mine = "tenant_id = nullif(current_setting('app.tenant', true), '')::bigint"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS of_tenant ON {table}",
        f"CREATE POLICY of_tenant ON {table} USING ({mine}) WITH CHECK ({mine})",
    ]


def install() -> None:
    """Force a tenant policy on every tenant's table, and let the application's role use all tables.

    Does nothing on SQLite, where the scope is the only net, nor for tables that are not migrated yet.
    """
    if connection.vendor != "postgresql":
        return
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in tenant_tables():
            if model._meta.db_table in there:
                for statement in _statements(model._meta.db_table):
                    cursor.execute(statement)
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if cursor.fetchone():
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
            cursor.execute(
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
            )
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
