"""A page of the gallery with everything around it, laid out as a child's page is: the pattern to follow."""

from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from fourfold.foundation.design import components as ui
from fourfold.foundation.design.gallery import open_here
from fourfold.foundation.design.layout import Chrome, Entry, Language, Worried, facts_for
from fourfold.foundation.design.render import page_within

A_DAY = date(2026, 5, 12)


def _chrome(here: str) -> Chrome:
    return Chrome(
        person="Amina Obi",
        person_address=f"{here}?me",
        setting="Elm Primary School",
        home=here,
        entries=(
            Entry(_("Home"), f"{here}?home"),
            Entry(_("Children"), f"{here}?children", current=True, count=63),
            Entry(_("Due"), f"{here}?due", count=7),
            Entry(_("Messages"), f"{here}?messages"),
        ),
        actions=(
            Entry(_("Raise a concern"), f"{here}?concern"),
            Entry(_("Contact note"), f"{here}?note"),
        ),
        search=here,
        sign_out="/gallery/form/",
        demonstration=_("Every person here is invented."),
        languages=(Language("en-gb", "English"), Language("tr", "Türkçe")),
        worried=Worried(
            _("Call one of these, at any hour. Do not wait for an answer here."),
            ((_("The safeguarding lead"), "01632 960 001"), (ui.person("Childline"), "0800 1111")),
        ),
        foot=(Entry(_("What happens with what you write"), f"{here}?privacy"),),
    )


@require_safe
def show_around(request: HttpRequest) -> HttpResponse:
    """The pattern of a child's page, with invented people."""
    open_here()
    here = request.path
    title = Markup(_("%(name)s’s page")) % {"name": ui.person("Ayaan Khan")}  # noqa: S704
    lines = [
        [
            _("Daily phonics in a group of 3"),
            ui.person("Ms Price"),
            _("20 minutes, each school day"),
            ui.progress(31, 38, _("31 of 38")),
        ],
        [
            _("Sentence cards in English"),
            ui.person("Mr Hall"),
            _("15 minutes, three times a week"),
            ui.progress(14, 18, _("14 of 18")),
        ],
    ]
    opened = [
        ui.Need(
            "waiting",
            _("waiting"),
            _("What the father thinks of the plan"),
            ui.date_beside(date(2026, 1, 12), _("shared 30 school days ago")),
            (ui.link(_("Remind him"), f"{here}?remind"),),
        )
    ]
    layout = replace(facts_for(request), chrome=_chrome(here))
    facts = {"lines": lines, "opened": opened, "review": A_DAY, "here": here}
    return page_within(layout, request, "gallery/around.html", title, 200, facts)
