"""From a request, a template and its facts to a finished page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.foundation.design.components.paging import Part
from fourfold.foundation.design.fields.form import Form
from fourfold.foundation.design.layout import Layout, facts_for
from fourfold.foundation.design.words import Words, shown


def forms_in(facts: dict[str, Any]) -> list[Form]:
    """The forms among the facts, also those in a list."""
    found: list[Form] = []
    for fact in facts.values():
        several = fact if isinstance(fact, list | tuple) else [fact]
        found += [one for one in several if isinstance(one, Form)]
    return found


def error_lines(facts: dict[str, Any]) -> list[tuple[Words, str | None]]:
    """What is to be put right in the forms among the facts that were sent and refused."""
    return [line for form in forms_in(facts) if form.is_bound for line in form.error_lines]


def _beyond_the_first(facts: dict[str, Any]) -> str:
    """“ (page 2 of 4)” for the window's title, where the facts hold a later part of a list."""
    for fact in facts.values():
        if isinstance(fact, Part) and fact.page > 1:
            words = {"number": fact.page, "pages": fact.pages}
            return " " + _("(page %(number)s of %(pages)s)") % words
    return ""


def page(
    request: HttpRequest, template: str, *, title: Words, status: int = 200, **facts: Any
) -> HttpResponse:
    """`template` (``people/child.html``) with its `facts`, rendered now, within the scope in which they were read.

    `title` is the page's main heading and the beginning of its ``<title>``; it may be markup (a name in a `person`
    component). A form among the facts that was refused puts “Error: ” before the title. Raises what Jinja raises, an
    undefined variable included.
    """
    return page_within(facts_for(request), request, template, title, status, facts)


def bare_page(
    request: HttpRequest | None, template: str, *, title: Words, status: int, **facts: Any
) -> HttpResponse:
    """A page that asks no other room and reads nothing stored: for when something has gone wrong."""
    return page_within(facts_for(request, bare=True), request, template, title, status, facts)


def page_within(
    layout: Layout,
    request: HttpRequest | None,
    template: str,
    title: Words,
    status: int,
    facts: dict[str, Any],
) -> HttpResponse:
    """A page within a layout that is given and not asked for."""
    heading = shown(title)
    context = {
        **facts,
        "title": heading,
        "title_words": (heading.striptags() if isinstance(heading, Markup) else heading)
        + _beyond_the_first(facts),
        "to_put_right": error_lines(facts),
        "layout": layout,
    }
    text = engines["jinja2"].get_template(template).render(context, request)
    return HttpResponse(text, status=status)
