"""T14 from every side: another parent, an old link, a swapped id, another’s kept form, a contact that has ended.

Each begins at sign-in. What a stranger asks for is answered like what is not there at all, and the child’s own people
still see everything afterwards.
"""

import re
from statistics import median
from time import perf_counter

import pytest
from playwright.sync_api import APIResponse

from fourfold.casework.identify.models import Concern
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Contact
from fourfold.casework.plan.models import SupportLine, VersionShare
from fourfold.config import clock
from fourfold.foundation.access import codes
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.models import KeptForm
from fourfold.foundation.act import organisations as act
from fourfold.foundation.scope.names import new_public_id
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.journeys import states
from tests.journeys.people import Person
from tests.journeys.signing_in import comes, family, letters, mailed_link, signs_in, staff
from tests.journeys.stage import NARROW, Stage
from tests.journeys.steps import identify
from tests.journeys.steps.identify import CHILD

NOWHERE = "There is nothing here"
ROSA = "Rosa Márquez-O’Brien"
PLAN = "The plan of cycle 1, version 1"
# What only those who know Ayaan may ever be shown.
HIS = ("Ayaan", "Khan", states.OUTCOME, states.SUPPORT, "I like drawing")
CHANGING = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}|\b[23456789bcdfghjkmnpqrstvwxz]{14}\b|\d+:\d\d")
MANY = 15


def _copied(amina: Person, dilek: Person) -> list[str]:
    """Addresses of Ayaan’s: his page with the story, facts, plan, document and its file, a letter, a message."""
    found, here = [], amina.stage.url
    for person, ways in (
        (amina, [[""], ["Name, class and family"], ["Open the plan"], ["Who can see"]]),
        (
            dilek,
            [[""], ["See what was done"], ["Say what you think"], [PLAN], ["Tell us a concern"]],
        ),
    ):
        for way in ways:
            person.goes_to(CHILD)
            for words in filter(None, way):
                person.follows(words)
            found.append(person.page.url)
            file = person.page.get_by_role("link", name="as a file")
            found += [here + str(each.get_attribute("href")) for each in file.all()]
    amina.follows("Messages", exact=True)
    letter = amina.page.get_by_role("link", name="Message to Dilek Khan").first
    return [*found, here + str(letter.get_attribute("href"))]


def _elsewhere(address: str) -> str:
    """The same address about something that is not there: its last id is one that nothing has."""
    ids = re.findall(r"/([23456789bcdfghjkmnpqrstvwxz]{14})(?=/|$)", address)
    head, _, tail = address.rpartition(ids[-1])
    return head + new_public_id() + tail


def _bare(answer: APIResponse) -> tuple[int, str]:
    return answer.status, CHANGING.sub("*", answer.text())


def _seconds(person: Person, address: str) -> float:
    began = perf_counter()
    person.page.request.get(address)
    return perf_counter() - began


@pytest.mark.requirement("W7")
def test_another_parent_is_told_of_each_address_what_everybody_is_told_of_none(
    stage: Stage,
) -> None:
    states.in_do(stage)
    amina, dilek = staff(stage, "Amina", judges=False), family(stage, "Dilek", judges=False)
    copied = _copied(amina, dilek)
    assert len(copied) > 10
    marta = family(stage, "Marta", judges=False)
    for address in copied:
        there = marta.page.request.get(address)
        nowhere = marta.page.request.get(_elsewhere(address))
        assert there.status == 404, address
        assert _bare(there) == _bare(nowhere), address
        assert not [words for words in HIS if words in there.text()], address
    marta.opens(copied[0])
    marta.sees(NOWHERE)
    marta.shows("another-parent-finds-nothing")
    # As long as for what is not there: who waits learns nothing either.
    there, nowhere = [], []
    for _ in range(MANY):
        there.append(_seconds(marta, copied[0]))
        nowhere.append(_seconds(marta, _elsewhere(copied[0])))
    assert abs(min(there) - min(nowhere)) < 0.02 + 0.5 * median(nowhere), (min(there), min(nowhere))
    marta.goes_home()
    marta.sees(ROSA)
    for person in (dilek, amina):
        person.goes_to(CHILD)
        person.sees(CHILD, "The plan was shared (version 1)" if person is amina else PLAN)


def _swaps(person: Person, field: str, value: str) -> None:
    """Change what a field of the form would send, as anybody can in their own browser."""
    person.page.evaluate(
        "([name, value]) => { const one = document.getElementsByName(name)[0];"
        " if (one.tagName === 'SELECT') one.add(new Option(value, value, true, true));"
        " else { one.value = value; one.checked = true; } }",
        [field, value],
    )


def _name_of(person: Person, label: str) -> str:
    return str(person.page.get_by_label(label).first.get_attribute("name"))


def test_an_id_that_was_swapped_within_a_form_is_not_taken(stage: Stage) -> None:
    states.at(stage, "plan")
    elm, oak = stage.cast.elm, stage.cast.oak
    amina, marta = staff(stage, "Amina", judges=False), family(stage, "Marta", judges=False)
    # A list that opens: who gives a support; somebody of another setting.
    amina.goes_to(CHILD)
    amina.follows("Open the plan")
    amina.page.get_by_role("link", name="Add support").first.click()
    amina.writes("What do we do?", "A line for a stranger")
    _swaps(amina, _name_of(amina, "Who gives it?"), oak.members["Otto"].public_id)
    amina.presses("Save the support")
    amina.sees("Choose one of the answers that are offered.")
    amina.does_not_see("Otto")
    # A box to tick: with whom the plan is shared; the mother of another child.
    amina.goes_to(CHILD)
    amina.follows("Share the plan")
    _swaps(amina, _name_of(amina, "Dilek Khan"), elm.contacts["Marta"].public_id)
    amina.presses("Share the plan")
    amina.sees("Choose one of the answers that are offered.")
    # A hidden value and the address of the form: Marta’s concern about Rosa, sent to Ayaan’s address.
    marta.goes_to(ROSA)
    marta.follows("Tell us a concern")
    marta.writes("What worries you?", "A concern about somebody else’s child.")
    marta.page.evaluate(
        "([mine, his]) => { const form = document.querySelector('main form[method=post]');"
        " form.action = location.pathname.replace(mine, his); }",
        [elm.children["Rosa"].public_id, elm.children["Ayaan"].public_id],
    )
    marta.presses("Send", exact=True)
    marta.sees(NOWHERE)
    marta.does_not_see(*HIS)
    with tenant_scope(elm.organisation.pk):
        assert not VersionShare.objects.exists()
        raised = Concern.objects.filter(pupil=elm.children["Ayaan"])
        assert [each.raised_by.called for each in raised] == ["Mr Ben Hall"]
        assert not SupportLine.objects.filter(what="A line for a stranger").exists()
    amina.goes_to(CHILD)
    amina.sees(CHILD)
    assert amina.offered("Share the plan")


def test_a_link_of_another_family_asks_for_what_only_that_family_was_given(stage: Stage) -> None:
    family(stage, "Dilek", judges=False)  # she has a code of her own from now on
    somebody = comes(stage, "Dilek", width=NARROW, judges=False)
    _asks_for_a_link(somebody, "dilek@family.example")
    link = mailed_link("dilek@family.example")
    marta = family(stage, "Marta", judges=False)
    marta.opens(link)
    marta.presses("Sign in", exact=True)
    marta.is_at("Show that it is you")
    marta.does_not_see(*HIS)
    marta.writes("Your own code", "bcdfgh")
    marta.presses("Go on", exact=True)
    marta.sees("This is not the code that this person was given.")
    marta.does_not_see(*HIS)
    # The same link a second time, and one that is too old.
    again = comes(stage, "nobody", width=NARROW, judges=False)
    again.opens(link)
    again.sees("This link was used already.")
    stage.later(minutes=1)
    _asks_for_a_link(somebody, "dilek@family.example")
    stage.later(minutes=16)
    again.opens(mailed_link("dilek@family.example"))
    again.sees("This link is too old.")
    assert not again.offered("Sign in to Fourfold")
    again.does_not_see(*HIS)


def _asks_for_a_link(person: Person, address: str) -> None:
    person.opens("/sign-in/family/")
    person.writes("Your e-mail address", address)
    person.presses("Send me a link")
    person.sees("Look into your e-mail")


def test_two_at_one_address_are_asked_who_they_are_and_each_sees_their_own(stage: Stage) -> None:
    elm = stage.cast.elm
    with tenant_scope(elm.organisation.pk):
        system, day = system_actor(elm.organisation.pk, "set-up"), clock.today()
        sam = people.add_contact(
            elm.organisation,
            actor=system,
            today=day,
            given_name="Sam",
            family_name="Márquez",
            email="dilek@family.example",
        )
        people.add_care(
            elm.children["Rosa"],
            sam,
            actor=system,
            today=day,
            relationship="aunt",
            responsibility="unknown",
        )
        sam = Contact.objects.get(pk=sam.pk)
        assert sam.membership is not None
        own = codes.make_personal_code(sam.membership)
    here = comes(stage, "somebody", width=NARROW, judges=False)
    _asks_for_a_link(here, "dilek@family.example")
    here.opens(mailed_link("dilek@family.example"))
    here.presses("Sign in", exact=True)
    here.sees("More than one person uses this e-mail address", "Sam", "Dilek")
    here.does_not_see("Ayaan", "Rosa", "Khan")
    here.shows("who-are-you")
    here.chooses("Dilek", to="Who are you?")
    here.writes("Your own code", own)
    here.presses("Go on", exact=True)
    here.sees("This is not the code that this person was given.")
    here.chooses("Sam", to="Who are you?")
    here.writes("Your own code", own)
    here.presses("Go on", exact=True)
    here.sees("Rosa")
    here.does_not_see("Ayaan")


def test_what_ben_was_writing_is_kept_for_nobody_else(stage: Stage) -> None:
    ben = staff(stage, "Ben", script=False, judges=False)
    ben.follows("Raise a concern", exact=True)
    ben.follows(CHILD)
    ben.writes("What have you seen?", identify.SEEN)
    ben.page.context.clear_cookies()
    stage.later(hours=9)
    ben.presses("Send it to the SENCO")
    ben.sees("What you wrote is kept for you")
    kept = KeptForm.objects.get()
    address = f"{kept.path}?kept={kept.public_id}"
    for stranger in (
        staff(stage, "Amina", judges=False),
        family(stage, "Marta", judges=False),
        family(stage, "Dilek", judges=False),
        comes(stage, "nobody", judges=False),
    ):
        stranger.opens(address)
        stranger.does_not_see(identify.SEEN)
        assert identify.SEEN not in stranger.page.content(), stranger.name
    signs_in(ben)
    ben.sees("Raise a concern about")
    assert ben.page.get_by_label("What have you seen?").input_value() == identify.SEEN


def test_an_address_with_the_id_of_another_setting_is_not_there(stage: Stage) -> None:
    states.in_do(stage)
    elm, oak = stage.cast.elm, stage.cast.oak
    dilek = family(stage, "Dilek", judges=False)
    cara = signs_in(comes(stage, "Cara", judges=False), oak)
    dilek.goes_to(CHILD)
    his = dilek.page.url
    for person, address in (
        (dilek, his.replace(elm.organisation.public_id, oak.organisation.public_id)),
        (dilek, his.replace(elm.children["Ayaan"].public_id, oak.children["Nia"].public_id)),
        (cara, his),
        (cara, his.replace(elm.organisation.public_id, oak.organisation.public_id)),
    ):
        person.opens(address)
        person.sees(NOWHERE)
        person.does_not_see("Nia", *HIS)
    dilek.goes_to(CHILD)
    dilek.sees(CHILD)


def test_a_father_whose_contact_has_ended_is_out_at_the_next_press_and_by_every_link(
    stage: Stage,
) -> None:
    states.at(stage, "shared")
    elm = stage.cast.elm
    dev, amina = family(stage, "Dev", judges=False), staff(stage, "Amina", judges=False)
    dev.goes_to(CHILD)
    page = dev.page.url
    dev.follows(PLAN)
    plan = dev.page.url
    file = str(dev.page.get_by_role("link", name="as a file").get_attribute("href"))
    with tenant_scope(elm.organisation.pk):
        membership = elm.contacts["Dev"].membership
        act.end_membership(
            elm.organisation,
            membership,
            actor=elm.actor("Amina", clock.today()),
            today=clock.today(),
        )
    stage.later(hours=24)
    signs_in(amina)
    sent = len(letters())
    for address in (page, plan, file, "/"):
        dev.opens(address)
        dev.does_not_see(*HIS)
    _asks_for_a_link(dev, "dev@family.example")
    assert len(letters()) == sent
    dilek = family(stage, "Dilek", judges=False)
    for person, words in ((dilek, PLAN), (amina, "The plan was shared (version 1)")):
        person.goes_to(CHILD)
        person.sees(words)
