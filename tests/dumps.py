"""What stands in the database, for tests that something is as it was before."""

from django.apps import apps

# The trail and the list's own story say that it was done and undone, handled forms which buttons were pressed.
LEFT_OUT = {"trail", "intake", "act"}


def a_dump() -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table that is in scope, those of `LEFT_OUT` apart, as text."""
    return {
        model._meta.label: sorted(
            tuple(str(value) for value in row) for row in model._base_manager.values_list()
        )
        for model in apps.get_models()
        if model._meta.app_label not in LEFT_OUT
    }
