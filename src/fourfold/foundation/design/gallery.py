"""The gallery: every component and field in each state. Only in a demonstration or with DEBUG."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    EmailField,
    FileField,
    Form,
    Group,
    LongTextField,
    ManyField,
    NumberField,
    Option,
    SelectField,
    TextField,
    TickField,
    When,
)
from fourfold.foundation.design.render import page

# Invented, and longer than anybody's: what breaks a layout is the longest name and not the usual one.
LONG_NAME = "Oluwaseun Maximiliana Featherstonehaugh-Wojciechowska de la Fuente"
A_DAY = date(2026, 2, 12)
YES_NO = [Option("yes", gettext_lazy("Yes")), Option("no", gettext_lazy("No"))]
WAYS = [
    Option("words", gettext_lazy("In words"), hint=gettext_lazy("Spoken or written")),
    Option("drawing", gettext_lazy("In a drawing")),
    Option("signs", gettext_lazy("With signs or symbols")),
]


class EveryField(Form):
    """One field of each kind, two of them asked only after an answer."""

    button = gettext_lazy("Send it to the teacher")
    name = TextField(gettext_lazy("What is it called?"), hint=gettext_lazy("A few words"))
    noticed = LongTextField(
        gettext_lazy("What have you seen?"), missing=gettext_lazy("Say what you have seen.")
    )
    since = DateField3(
        gettext_lazy("Since when?"), hint=gettext_lazy("For example, 27 3 2026"), required=False
    )
    told = ChoiceField(gettext_lazy("Has the family been spoken to?"), YES_NO)
    why_not = TextField(
        gettext_lazy("Why not yet?"), missing=gettext_lazy("Say why the family has not been told.")
    )
    ways = ManyField(gettext_lazy("How does the child tell us things?"), WAYS, required=False)
    who = SelectField(gettext_lazy("Who answers?"), WAYS)
    minutes = NumberField(
        gettext_lazy("How long each time?"), suffix=gettext_lazy("minutes"), least=1, greatest=240
    )
    mail = EmailField(gettext_lazy("Where can we write to you?"), required=False)
    paper = FileField(gettext_lazy("Is there a paper?"), kinds=(".pdf", ".csv"), required=False)
    agreed = TickField(
        gettext_lazy("I have read what happens with this"),
        question=gettext_lazy("Before you send it"),
    )
    groups = (Group(gettext_lazy("About you"), ("mail", "paper", "agreed")),)
    conditional = (When("told", ("no",), ("why_not",)),)


def open_here() -> None:
    """Raise Http404 anywhere but in a demonstration or with DEBUG."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404


def _filled(request: HttpRequest) -> EveryField:
    return EveryField(
        request=request,
        prefix="filled",
        initial={
            "name": LONG_NAME,
            "noticed": "First line.\nSecond line, with “quotes” & <brackets>.",
            "since": A_DAY,
            "told": "no",
            "why_not": LONG_NAME,
            "ways": ["words", "signs"],
            "who": "drawing",
            "minutes": 20,
            "mail": "name@example.org",
            "agreed": True,
        },
    )


def _refused(request: HttpRequest) -> EveryField:
    return EveryField(
        {
            "wrong-since-day": "31",
            "wrong-since-month": "2",
            "wrong-since-year": "2026",
            "wrong-told": "no",
            "wrong-minutes": "0",
            "wrong-mail": "nobody",
        },
        request=request,
        prefix="wrong",
    )


def _needs(request: HttpRequest) -> list[ui.Need]:
    here = request.path
    return [
        ui.Need(
            "read_first",
            _("read first"),
            _("2 things that children or parents sent"),
            actions=(ui.link_button(_("Read them"), here),),
        ),
        ui.Need(
            "late",
            ngettext("late by %(n)s school day", "late by %(n)s school days", 6) % {"n": 6},
            _("Tell the parents that support has started"),
            _("Children and Families Act 2014, section 68"),
            (
                ui.link(_("Tell them"), f"{here}?tell"),
                ui.post_button(request, _("Remind"), here, about=_("the teacher")),
            ),
        ),
        ui.Need(
            "due",
            _("due on Friday"),
            ui.person(LONG_NAME),
            actions=(ui.link(_("Offer times"), f"{here}?times"),),
        ),
        ui.Need("waiting", _("waiting"), _("Report of the educational psychologist")),
        ui.Need("done", _("done"), _("Hearing check asked for")),
        ui.Need("restricted", _("for named people"), _("One line that few can see")),
        ui.Need("plain", _("not started"), _("Views of the father")),
    ]


def _facts(request: HttpRequest) -> dict[str, Any]:
    return {
        "needs": _needs(request),
        "long_name": LONG_NAME,
        "a_day": A_DAY,
        "empty_form": EveryField(request=request, prefix="fresh"),
        "filled": _filled(request),
        "wrong": _refused(request),
        "steps": [
            ui.Step(_("What the child says"), ui.state("done", _("done")), f"{request.path}?child"),
            ui.Step(
                _("What the parents say"),
                _("not yet"),
                f"{request.path}?parents",
                _("Asked on Monday"),
            ),
        ],
        "rows": [
            ui.Row(_("Class"), ui.person("Kestrel"), ((_("Change"), f"{request.path}?class"),)),
            ui.Row(_("Child"), ui.person(LONG_NAME)),
        ],
        "lines": [
            [
                ui.person("Daily phonics"),
                ui.person("Ms Price"),
                ui.progress(31, 38, _("31 of 38")),
                ui.Cell("1,250", number=True),
            ],
            [
                ui.person(LONG_NAME),
                ui.person("Mr Hall"),
                ui.progress(14, 18, _("14 of 18")),
                ui.Cell("7", number=True),
            ],
        ],
        "a_part": ui.Part(list(range(50)), 212, 2, 5, 50, "?story=", ""),
        "rtl_said": "أحب الرسم. أتعثر عندما يكون الجميع صاخبين.",
    }


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every component in each state."""
    open_here()
    return page(request, "gallery/gallery.html", title=_("Gallery"), **_facts(request))


@require_POST
def kept(request: HttpRequest) -> HttpResponse:
    """What an address for unfinished work answers: a sentence. This one keeps nothing."""
    open_here()
    answered = sum(1 for name in EveryField.base_fields if request.POST.get(name))
    sentence = ngettext("%(n)s answer arrived.", "%(n)s answers arrived.", answered)
    return HttpResponse(sentence % {"n": answered}, content_type="text/plain")


@require_http_methods(["GET", "HEAD", "POST"])
def show_form(request: HttpRequest) -> HttpResponse:
    """The form of the gallery alone, as a page that answers: what was understood, or what to put right."""
    open_here()
    form = EveryField.bind(request)
    understood = form.cleaned_data if request.method == "POST" and form.is_valid() else None
    return page(
        request,
        "gallery/form.html",
        title=_("Every kind of question"),
        form=form,
        understood=understood,
    )
