"""A child whom an order keeps from somebody who works here stands in none of the lists of the whole setting."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from fourfold.casework.do.left import sessions_left
from fourfold.casework.identify.actions import Ruling, Seen, decide, raise_concern
from fourfold.casework.people import actions as people
from fourfold.casework.plan import actions as plans
from fourfold.casework.review.actions import exit_support
from fourfold.casework.voice.actions import Said, give_views
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.remembered import remembering
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.cast import make_cast
from tests.matrix.addresses import within
from tests.matrix.walking import all_of
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.whole_cycle import shared_plan

DAY, LATER = date(2025, 11, 3), date(2025, 11, 10)
CHILDREN = ("Ayaan", "Rosa", "Leo")
STAFF = ("Amina", "Ben", "Tess", "Hana", "Ada", "Sol")


def _stories():
    """Ayaan's plan was shared and not agreed, Rosa has no support for now, Leo's ended; each is on somebody's list."""
    elm = make_cast(date(2025, 9, 2)).elm
    with tenant_scope(elm.organisation.pk):
        amina, ben = elm.actor("Amina", DAY), elm.actor("Ben", DAY)
        plan = shared_plan(elm, "Ayaan", DAY)
        version = plan.versions.get()
        plans.say_on_plan(version, "disagrees", "", actor=elm.actor("Dev", DAY), today=DAY)
        plans.start_support(plan, actor=ben, today=DAY, starts_on=DAY)
        child = elm.children["Ayaan"]
        give_views(child, Said(words="Hm."), actor=elm.actor("Dilek", DAY), today=DAY)
        people.open_own_account(child, actor=elm.actor("Ada", DAY), today=DAY)
        rosa = raise_concern(elm.children["Rosa"], Seen(words="Tired."), actor=ben, today=DAY)
        not_now = Ruling(is_support=False, reasons="Watch.", look_again_on=LATER)
        decide(rosa.cycle, not_now, actor=amina, today=DAY)
        raise_concern(elm.children["Rosa"], Seen(words="Still."), actor=ben, today=DAY)
        leo = shared_plan(elm, "Leo", DAY).cycle
        leo.refresh_from_db()
        exit_support(leo, "Met.", LATER, actor=amina, today=DAY)
    return elm


@pytest.fixture
def elm(db):
    with time_machine.travel(DAY, tick=False) as moving:
        elm = prepared("children on every list", _stories)
        moving.move_to(LATER)
        yield elm


def _bar(elm):
    """An order keeps each child from each member of staff, as a contact with the same address."""
    with tenant_scope(elm.organisation.pk):
        system = system_actor(elm.organisation.pk, "set-up")
        for name in STAFF:
            contact = people.add_contact(
                elm.organisation,
                actor=system,
                today=DAY,
                given_name="Somebody",
                family_name=f"Like {name}",
                email=f"{name.lower()}@elm.example",
            )
            for child in CHILDREN:
                people.add_care(
                    elm.children[child],
                    contact,
                    actor=system,
                    today=DAY,
                    relationship="father",
                    bars_all=True,
                )


def _lists(elm):
    """Every address below a setting that asks for nothing but the setting, and the lessons of each group."""
    at = elm.organisation.public_id
    for address in within():
        if address.parts == ("setting",):
            yield reverse(address.name, kwargs={"setting": at})
    for group in elm.groups.values():
        yield reverse("do:lesson", kwargs={"setting": at, "group": group.public_id})


def _named(client, at, **asked):
    answer = client.post(at, asked) if asked else client.get(at)
    if answer.status_code in {302, 303} and asked:
        answer = client.get(answer.headers["Location"])
    page = all_of(answer)  # without random letters, which spell “Leo” by chance in one run of ten
    return {child for child in CHILDREN if child in page} if answer.status_code == 200 else set()


def test_a_barred_member_of_staff_finds_the_child_in_no_list(elm):
    lists = list(_lists(elm))
    clients = {who: as_person(elm, who) for who in STAFF}
    before = {(who, at): _named(clients[who], at) for who in STAFF for at in lists}
    assert len([each for each in before.values() if each]) > 20
    _bar(elm)
    after = {(who, at): _named(clients[who], at) for who, at in before}
    assert {key: names for key, names in after.items() if names} == {}


def test_who_is_kept_from_a_child_makes_no_way_in_for_the_childs_family(elm):
    """A code for the other parent would show them everything."""
    dilek = elm.contacts["Dilek"]
    at = {"setting": elm.organisation.public_id, "contact": dilek.public_id}
    pages = [reverse(f"people:{name}", kwargs=at) for name in ("sign_in_code", "start_anew")]
    found = reverse("people:family_sign_in", kwargs={"setting": at["setting"]})

    def seen():
        ada = as_person(elm, "Ada")
        named = "Dilek" in ada.post(found, {"name": "khan"}).content.decode()
        return named, [ada.get(page).status_code for page in pages]

    before = seen()
    assert before[0]
    assert 404 not in before[1]
    _bar(elm)
    assert seen() == (False, [404, 404])


def test_nor_does_their_home_count_messages_about_the_child(elm):
    tenant = elm.organisation.pk
    with tenant_scope(tenant), verb_at_work(tenant, "test"):
        about = Message.objects.filter(child=elm.children["Ayaan"].public_id)
        assert about.update(state="failed")
    home = reverse("desk:home", kwargs={"setting": elm.organisation.public_id})
    assert "could not be sent" in as_person(elm, "Ada").get(home).content.decode()
    _bar(elm)
    assert "could not be sent" not in as_person(elm, "Ada").get(home).content.decode()


def test_nor_does_their_home_count_a_session_with_the_child(elm):
    def counted():
        with remembering(), tenant_scope(elm.organisation.pk):
            return {who: sessions_left(elm.actor(who, LATER), LATER) for who in STAFF}

    assert any(counted().values())
    _bar(elm)
    assert counted() == dict.fromkeys(STAFF, 0)


@pytest.mark.parametrize("page", ["children/", "concern/"])
def test_nor_by_looking_for_the_name(elm, page):
    at = f"/at/{elm.organisation.public_id}/{page}"
    clients = {who: as_person(elm, who) for who in STAFF}
    for who in STAFF[:2]:
        assert _named(clients[who], at, q=" a") or _named(clients[who], at, q="Ayaan")
    _bar(elm)
    for who in STAFF:
        for child in CHILDREN:
            assert child not in _named(clients[who], at, q=elm.children[child].family_name)
