"""The Jinja environment of our own templates, strict about what is undefined.

A template lies in ``<room>/templates/<room>/name.html`` and is named ``<room>/name.html``. Its variables must exist: a
misspelt name is an error and never an empty space on somebody's page.
"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup

from fourfold.foundation.design import components, layout
from fourfold.foundation.design import format as shown_as
from fourfold.foundation.design.bytecode import compiled_templates
from fourfold.foundation.scope.addresses import reverse

HOUSE = "fourfold."


def template_folders() -> list[Path]:
    """The ``templates`` folder of each installed room that has one, lowest room first."""
    rooms = [Path(app.path) for app in apps.get_app_configs() if app.name.startswith(HOUSE)]
    return [room / "templates" for room in rooms if (room / "templates").is_dir()]


def url(name: str, **parts: object) -> str:
    """The address called `name` with its `parts`. Raises `NoReverseMatch`."""
    return reverse(name, kwargs=parts or None)


@pass_context
def csrf(context: Context) -> Markup:
    """The hidden field that every form sent by POST carries."""
    return Markup(context["csrf_input"])  # noqa: S704  (Django's own markup)


def with_gettext(env: Environment) -> Environment:
    """Give `env` the words of the reader's language."""
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.policies["ext.i18n.trimmed"] = True
    return env


def environment(**options: Any) -> Environment:
    """Our environment, as Django's Jinja back end asks for it (``TEMPLATES`` in the settings)."""
    env = with_gettext(
        Environment(
            loader=FileSystemLoader([str(folder) for folder in template_folders()]),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            # Line ends stay: without them “Year 4” and “Kestrel” on two lines of a template would run together.
            trim_blocks=False,
            lstrip_blocks=False,
            auto_reload=bool(options.get("auto_reload", settings.DEBUG)),
            bytecode_cache=compiled_templates(),
            cache_size=-1,
        )
    )
    env.globals.update(
        url=url, static=static, csrf=csrf, ui=components, layout_facts=layout.facts_for
    )
    env.filters.update(shown_as.FILTERS)
    return env
