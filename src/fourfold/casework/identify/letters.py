"""The words by which a family is told that SEN Support starts: written once, given to each person, kept as given."""

import hashlib
from datetime import date

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.identify.models import Decision
from fourfold.casework.people.queries import advice_here, authority_here, whom_to_ask
from fourfold.casework.voice.readers import deciders_of, holders
from fourfold.domain.words import AreaOfNeed, Role
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.design.components import filled, person, written
from fourfold.foundation.design.format import long_day


def whom_families_ask(setting: str, child: str, on: date) -> str:
    """For a letter or a message about a child (public id, or ""): whom a family asks here, and how they are reached."""
    ask, name, reached = _whom(setting, child, on)
    return f"{ask % {'name': name}} {reached}".strip()


def _whom(setting: str, child: str, on: date) -> tuple[str, str, str]:
    """The sentence with a place for a name, that name, and how they are reached; "" where nobody has entered it."""
    who = deciders_of({child}, on).get(child)
    if who is None:
        ask, name = _("Ask at %(name)s."), setting
    elif who not in holders(Role.SENCO, on):
        ask, name = _("Ask for %(name)s."), who.called
    else:
        ask, name = _("Ask for %(name)s, the SENCO."), who.called
    entered = next(iter(whom_to_ask()), None)
    return ask, name, entered.senco_reached if entered else ""


def nothing_to_show(setting: str, on: date) -> Markup:
    """To somebody of a family who sees no child here, whatever the reason: no word of it, and whom they can ask."""
    ask, name, reached = _whom(setting, "", on)
    said = _("There is nothing here that we can show you today.")
    return Markup("{} {} {}").format(said, filled(ask, name=person(name)), written(reached))


def authority_name(decision: Decision) -> str:
    """The local authority that the setting belonged to on the day of the decision; empty where nobody has said."""
    return next((each.called for each in authority_here(decision.on)), "")


def advice_words(authority: str, entered: str = "") -> str:
    """Where a family finds impartial advice and other families (G4; Children and Families Act 2014, section 32).

    In the words that the setting `entered`; without any, where every family finds it.
    """
    return f"{_impartial()} {entered}" if entered else _advice(authority) % {"authority": authority}


def advice_shown(authority: str, entered: str = "") -> Markup:
    """The same for a page: the name of the authority stays as it is in every language."""
    if entered:
        return Markup("{} {}").format(_impartial(), written(entered))
    return filled(_advice(authority), authority=person(authority))


def advice_in_brief(entered: str) -> str:
    """The same in one sentence, for a message that leads to the whole."""
    if entered:
        return f"{_impartial()} {entered}"
    return _(
        "For advice that is free, confidential and not ours, ask SENDIASS, the information,"
        " advice and support service of your area."
    )


def _impartial() -> str:
    return _("For information, advice and support that is free, confidential and not ours:")


def _advice(authority: str) -> str:
    where = (
        _("It is listed in the local offer of %(authority)s.")
        if authority
        else _("It is listed in the local offer of your council.")
    )
    return " ".join(
        (
            _(
                "For information, advice and support that is free, confidential and not ours, ask"
                " SENDIASS, the special educational needs and disabilities information, advice and"
                " support service of your area."
            ),
            where,
            _("The parent carer forum of your area is there too: parents who know the way."),
        )
    )


def area_words(areas: list[str]) -> list[str]:
    """The areas of need in words."""
    return [_(AreaOfNeed(area).label) for area in areas]


def notice_text(
    decision: Decision, setting: Organisation, *, to: str, child: str, ask: str, sender: str
) -> str:
    """The letter to one person: what was decided, why, what is kept about it, what comes next, and whom to ask.

    `to` is how the person is called, `child` the child's given name, or empty when the young person is told; `ask`
    says whom the family can ask, and `sender` who sends it, with what they are here.
    """
    about = child or _("you")
    parts = [
        _("Dear %(name)s") % {"name": to},
        _("On %(day)s we decided that SEN Support starts for %(child)s.")
        % {"day": long_day(decision.on), "child": about},
        _(
            "SEN Support is help that is different from, or additional to, what most children get."
            " No diagnosis is needed for it."
        ),
        _("Why we decided this: %(reasons)s") % {"reasons": decision.reasons},
    ]
    if decision.areas:
        parts.append(
            _("The help is for: %(areas)s.") % {"areas": "; ".join(area_words(decision.areas))}
        )
    if decision.about_child:
        parts.append(decision.about_child)
    parts += [
        _(
            "What is kept: %(setting)s writes down this decision, with its reasons, and counts %(child)s"
            " under SEN Support in the school census."
        )
        % {"setting": setting.name, "child": about},
        _(
            "What comes next: we ask for your views, write down together what we want to reach and who"
            " does what, and look at it again with you on a day that we agree."
        ),
        _("You can talk to us at any time, also if you see it differently. %(ask)s") % {"ask": ask},
        advice_words(authority_name(decision), advice_here()),
        ", ".join([sender, setting.name]),
    ]
    return "\n\n".join(parts)


def fingerprint(text: str) -> str:
    """The SHA-256 of the words as given, by which anybody can see that they were not changed."""
    return hashlib.sha256(text.encode()).hexdigest()
