"""What is known of a child on screen: each sees what is theirs, and who may changes it."""

import re
from datetime import date

from django.utils.html import strip_tags

from fourfold.casework.people.actions import add_group, change_pupil, commit_roll
from fourfold.casework.people.models import Care, Contact, GroupPupil, Pupil
from fourfold.casework.people.queries import classes_of
from fourfold.casework.people.who import REASONS, reason_of, who_can_see
from fourfold.config import clock
from fourfold.domain.access import Action, roles_that_may
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import actor_of
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.models import (
    Membership,
)
from fourfold.foundation.intake.actions import bring_file
from fourfold.foundation.intake.models import IntakeRow
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.signed_in import as_person

CHILD_FIELDS = {
    "given_name": "Leo",
    "family_name": "Potts",
    "birth_date-day": "1",
    "birth_date-month": "6",
    "birth_date-year": "2017",
    "year_group": "4",
}


def _at(place, path: str = "") -> str:
    return f"/at/{place.organisation.public_id}/{path}"


def _child(place, name: str, path: str) -> str:
    return _at(place, f"child/{place.children[name].public_id}/{path}")


def test_each_sees_of_a_childs_family_what_is_theirs_to_see(cast):
    with tenant_scope(cast.elm.organisation.pk):
        ada = actor_of(cast.elm.members["Ada"], clock.today())
        known = {"upn": "B801200005001", "birth_date": date(2017, 6, 1)}
        change_pupil(cast.elm.children["Rosa"], actor=ada, seen={}, **known)
    seen = {
        name: as_person(cast.elm, name).get(_child(cast.elm, "Rosa", "facts/")).content.decode()
        for name in ("Amina", "Ada", "Ben", "Sol", "Marta")
    }
    for name in ("Amina", "Ada", "Sol"):
        assert "Prohibited steps order" in seen[name]
    for name in ("Ben", "Marta"):
        assert "Prohibited" not in seen[name]
    assert "ivan@family.example" in seen["Ada"]
    assert "ivan@family.example" not in seen["Ben"]
    assert "Nothing goes to this person" in seen["Ben"]
    assert "Ivan" not in seen["Marta"]
    assert "marta@family.example" in seen["Marta"]
    # A birth date is no appointment: the day of the week does not stand with it.
    assert re.search(r">\s*1 June 2017\s*<", seen["Ada"])
    assert "B801200005001" in seen["Ada"]
    assert "B801200005001" not in seen["Ben"] + seen["Marta"]
    assert as_person(cast.elm, "Ivan").get(_child(cast.elm, "Rosa", "facts/")).status_code == 404
    tess = as_person(cast.elm, "Tess").get(_child(cast.elm, "Ayaan", "facts/")).content.decode()
    assert "Dilek" not in tess
    dev = as_person(cast.elm, "Dev").get(_child(cast.elm, "Ayaan", "facts/")).content.decode()
    assert "dev@family.example" in dev
    assert "Dilek" not in dev


def test_a_child_of_a_name_that_is_here_and_an_unlikely_age_are_asked_about_once(cast):
    ada, address = as_person(cast.elm, "Ada"), _at(cast.elm, "children/add/")
    new = CHILD_FIELDS | {"given_name": "AYAAN", "family_name": "Khan", "once": "n"}
    asked = ada.post(address, new)
    assert asked.status_code == 200
    words = asked.content.decode()
    assert "is here already. Is it the same child?" in words
    assert f"/child/{cast.elm.children['Ayaan'].public_id}/facts/" in words
    assert ada.post(address, new | {"sure": "on"}).status_code == 303
    assert ada.post(address, new | {"sure": "on"}).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.filter(family_name="Khan", given_name="AYAAN").count() == 1
    old = {"given_name": "Otis", "birth_date-year": "1950", "once": "o"}
    assert "years old. Is that right?" in ada.post(address, CHILD_FIELDS | old).content.decode()
    to_come = CHILD_FIELDS | old | {"birth_date-year": "2031", "sure": "on"}
    assert ada.post(address, to_come).status_code == 200
    with tenant_scope(cast.elm.organisation.pk):
        assert not Pupil.objects.filter(given_name="Otis").exists()
    assert "once more" not in ada.get(address).content.decode()
    assert (
        "once more" not in ada.post(address, new | {"given_name": "", "once": "p"}).content.decode()
    )


def test_a_child_is_added_and_changed_by_hand(cast):
    ada = as_person(cast.elm, "Ada")
    new = CHILD_FIELDS | {"given_name": "Zofia", "upn": "b801 2000 05001", "once": "a"}
    assert ada.get(_at(cast.elm, "children/add/")).status_code == 200
    assert ada.post(_at(cast.elm, "children/add/"), new).status_code == 303
    assert ada.post(_at(cast.elm, "children/add/"), new).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.get(given_name="Zofia").upn == "B801200005001"
    wrong = ada.post(_at(cast.elm, "children/add/"), new | {"upn": "123", "once": "b"})
    assert "12 more characters" in wrong.content.decode()
    address = _child(cast.elm, "Leo", "facts/change/")
    page = ada.get(address).content.decode()
    version = re.search(r'name="seen" value="([^"]*)"', page)[1]
    changed = CHILD_FIELDS | {"year_group": "5", "seen": version}
    assert ada.post(address, changed | {"once": "c"}).status_code == 303
    late = ada.post(address, changed | {"year_group": "6", "once": "d"})
    assert late.status_code == 409
    assert re.search(r"You changed this at \d\d:\d\d in another window", late.content.decode())
    other = as_person(cast.elm, "Amina").post(address, changed | {"year_group": "6", "once": "e"})
    assert "Somebody else changed this while you were writing" in other.content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.get(given_name="Leo").year_group == "5"


def test_the_class_is_chosen_on_the_page_of_facts_from_today(cast):
    ada, day = as_person(cast.elm, "Ada"), clock.today()
    leo = cast.elm.children["Leo"]
    with tenant_scope(cast.elm.organisation.pk):
        actor = actor_of(cast.elm.members["Ada"], day)
        merlin = add_group(cast.elm.organisation, "Merlin", "class", actor=actor, today=day)
    address = _child(cast.elm, "Leo", "facts/change/")
    for group, classes in ((merlin.public_id, ["Merlin"]), ("", [])):
        seen = re.search(r'name="seen" value="([^"]*)"', ada.get(address).content.decode())[1]
        said = CHILD_FIELDS | {"class_now": group, "seen": seen, "once": f"n{group}"}
        assert ada.post(address, said).status_code == 303
        with tenant_scope(cast.elm.organisation.pk):
            assert [str(each) for each in classes_of(leo, day)] == classes
            assert GroupPupil.objects.filter(pupil=leo, group__name="Kestrel").exists()


def test_a_language_that_a_list_gives_and_nobody_knows_is_shown_as_text(cast):
    ada, day = as_person(cast.elm, "Ada"), clock.today()
    with tenant_scope(cast.elm.organisation.pk):
        roll = b"Forename,Surname,DOB,Language,SEN\nMia,Stone,01/06/2017,Swedish,E\n"
        actor = actor_of(cast.elm.members["Ada"], day)
        intake = bring_file(
            cast.elm.organisation, "children", "r.csv", roll, actor=actor, today=day
        )
        (row,) = IntakeRow.objects.filter(intake=intake)
        told = [each["new"] for each in row.differences]
        assert "E, as your list says; since when is not known" in told
        commit_roll(intake, actor=actor, today=day)
        mia = Pupil.objects.get(given_name="Mia").public_id
    for page in ("facts/", "facts/change/"):
        assert "Swedish" in ada.get(_at(cast.elm, f"child/{mia}/{page}")).content.decode()


def test_a_family_member_is_added_and_changed(cast):
    ada, address = as_person(cast.elm, "Ada"), _child(cast.elm, "Leo", "family/add/")
    assert ada.get(address).status_code == 200
    answers = {
        "given_name": "Pat",
        "family_name": "Potts",
        "relationship": "grandmother",
        "responsibility": "unknown",
        "email": "pat@family.example",
        "order": "yes",
        "once": "a",
    }
    asked = ada.post(address, answers)
    assert "what kind of order" in asked.content.decode().lower()
    assert ada.post(address, answers | {"order": "no"}).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        care = Care.objects.select_related("contact").get(contact__given_name="Pat")
        assert (care.responsibility, care.bars_all) == ("unknown", False)
        assert care.contact.membership.called == "Pat Potts"
    change = _child(cast.elm, "Leo", f"family/{care.public_id}/")
    version = re.search(r'name="seen" value="([^"]*)"', ada.get(change).content.decode())[1]
    order = {
        "order": "yes",
        "order_type": "Non-molestation order",
        "order_from-day": "1",
        "order_from-month": "9",
        "order_from-year": "2025",
        "order_seen_by": "Ms Ada Finch",
        "bars_all": "on",
        "seen": version,
        "email": "pat2@family.example",
        "once": "b",
    }
    assert ada.post(change, answers | order).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Care.objects.get(pk=care.pk).bars_all
        assert Contact.objects.get(given_name="Pat").email == "pat2@family.example"
        told = Message.objects.filter(kind="contact.address_changed")
        assert sorted(m.address or m.to.called for m in told) == [
            "Ms Amina Obi",
            "pat2@family.example",
            "pat@family.example",
        ]
    # That an address comes to be another’s too is said, and goes on where it is meant.
    version = re.search(r'name="seen" value="([^"]*)"', ada.get(change).content.decode())[1]
    shared = answers | order | {"email": "Dilek@family.example", "seen": version, "once": "d"}
    asked = ada.post(change, shared).content.decode()
    warned = strip_tags(asked)
    assert "Somebody else here has this e-mail address already: the two then share it." in warned
    assert "It is the address of Dilek Khan." in warned
    assert "Is it the address of both?" not in ada.get(change).content.decode()
    tick = re.search(r'name="shares_address"[^>]*value="([^"]*)"', asked)[1]
    both = shared | {"shares_address": tick, "once": "e"}
    assert ada.post(change, both).status_code == 303
    version = re.search(r'name="seen" value="([^"]*)"', ada.get(change).content.decode())[1]
    assert ada.post(change, shared | {"seen": version, "once": "f"}).status_code == 303
    back = shared | {"email": "pat2@family.example", "seen": version, "once": "g"}
    assert ada.post(change, back).status_code == 303
    told_so_far = 3 + 3 * 2
    # What stays as it was is told to nobody.
    version = re.search(r'name="seen" value="([^"]*)"', ada.get(change).content.decode())[1]
    assert ada.post(change, answers | order | {"seen": version, "once": "c"}).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Message.objects.filter(kind="contact.address_changed").count() == told_so_far
    wrong_child = _child(cast.elm, "Rosa", f"family/{care.public_id}/")
    assert ada.get(wrong_child).status_code == 404


def test_who_can_see_a_child_and_why_in_words(cast):
    page = as_person(cast.elm, "Amina").get(_child(cast.elm, "Rosa", "who/")).content.decode()
    assert "the role covers every child" in page
    assert "teaches this child" in page
    assert "Mr Ben Hall" in page
    assert "Marta" in page
    for hidden in ("Ivan", "Tess", "Evie", "Grace", "Cara"):
        assert hidden not in page
    assert "Who looked lately" in page
    again = as_person(cast.elm, "Amina").get(_child(cast.elm, "Rosa", "who/")).content.decode()
    assert "Ms Amina Obi" in again.split("Who looked lately")[1]
    evie = as_person(cast.elm, "Amina").get(_child(cast.elm, "Ayaan", "who/")).content.decode()
    assert "was invited to work with this child, until" in evie


def test_a_family_is_told_of_staff_and_of_nobody_elses_family(cast):
    page = as_person(cast.elm, "Dev").get(_child(cast.elm, "Ayaan", "who/")).content.decode()
    assert "Dev Khan" in page
    assert "Mr Ben Hall" in page
    assert "Dr Evie Marsh" in page
    assert "Dilek" not in page
    sol = page.split("Sol", 1)[1].split("</tr>")[0]
    assert (
        "a summary of SEN Support and what the family and the child send, to read it first" in sol
    )
    assert "Who looked lately" not in page
    with tenant_scope(cast.elm.organisation.pk):
        ada = actor_of(cast.elm.members["Ada"], clock.today())
        change_pupil(cast.elm.children["Ayaan"], actor=ada, seen={}, whereabouts_protected=True)
    page = as_person(cast.elm, "Dev").get(_child(cast.elm, "Ayaan", "who/")).content.decode()
    assert "Evie" not in page


def test_who_can_see_agrees_with_the_doors(cast):
    today = clock.today()
    with tenant_scope(cast.elm.organisation.pk):
        for child in cast.elm.children.values():
            listed = {seen.called for seen in who_can_see(child, today)}
            through = {
                member.called
                for member in Membership.objects.all()
                if may(Action.SEE_CHILD, actor_of(member, today), child)
            }
            assert listed == through


def test_every_reason_to_see_a_child_has_its_words():
    relations = {
        relation.id
        for action in (
            Action.SEE_CHILD,
            Action.SEE_SUMMARY,
            Action.SEE_SUPPORT,
            Action.SEE_NEEDS,
            Action.SEE_STORY,
        )
        for several in roles_that_may(action).values()
        for relation in several
    }
    assert relations <= set(REASONS)
    assert reason_of("teaches", Role.TEACHER) == "teaches this child"
    assert reason_of("teaches", Role.KEYWORKER) == "is this child’s key person"


def test_from_what_is_known_of_a_child_staff_come_to_a_sign_in_code(cast):
    ada, contact = as_person(cast.elm, "Ada"), cast.elm.contacts["Dilek"]
    code = _at(cast.elm, f"contact/{contact.public_id}/sign-in-code/")
    facts = ada.get(_child(cast.elm, "Ayaan", "facts/")).content.decode()
    assert code in facts
    assert _at(cast.elm, "families/sign-in/") in facts
    change = re.findall(r'href="([^"]*/family/\w+/)"', facts)
    assert any(code in ada.get(one).content.decode() for one in change)
    assert ada.get(code).status_code == 200
    for name in ("Ben", "Dilek"):
        seen = as_person(cast.elm, name).get(_child(cast.elm, "Ayaan", "facts/"))
        assert "sign-in" not in seen.content.decode().split("<main")[1].split("</main")[0]
