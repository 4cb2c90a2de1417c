"""The one way to the design system's macros: a name and its parameters in, markup out."""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from django.utils.functional import Promise
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from fourfold.foundation.design.bytecode import compiled_templates


@cache
def _environment() -> Environment:
    """An environment of their own: the macros read what was never given and would fail under ours."""
    return Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled_templates(),
        cache_size=-1,
    )


@cache
def _macro(component: str) -> Any:
    name = "govuk" + "".join(part.capitalize() for part in component.split("-"))
    template = _environment().get_template(
        f"govuk_frontend_jinja/components/{component}/macro.html"
    )
    return getattr(template.module, name)


def _given(value: Any) -> Any:
    """`value` without what is None (the macros would print “None”), and translated now."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _given(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_given(inner) for inner in value if inner is not None]
    return value


def govuk(component: str, **params: Any) -> Markup:
    """Markup of the component of that name (``"button"``) with the parameters of GOV.UK Frontend."""
    return cast("Markup", _macro(component)(_given(params)))
