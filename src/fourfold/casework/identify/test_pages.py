"""The pages of concerns, decisions and notices, as each role meets them."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.models import Concern, Decision, Notice
from fourfold.casework.identify.queries import note_readers
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Contact
from fourfold.config import clock
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.entry import FAMILY_SESSION
from fourfold.foundation.act.deliver import body_of, deliver_all
from fourfold.foundation.design.format import long_day
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Cast, Place, make_cast
from tests.typed import typed_into


@pytest.fixture
def cast(db) -> Cast:
    return make_cast(date(2026, 9, 2))


@pytest.fixture
def elm(cast) -> Place:
    return cast.elm


def sign_in(client, place: Place, who: str):
    """Staff by their user, family by their session; nobody else stays signed in."""
    client.logout()
    member = place.members.get(who)
    if member:
        client.force_login(member.user)
        return client
    with tenant_scope(place.organisation.pk):
        membership = Contact.objects.get(pk=place.contacts[who].pk).membership
    session = client.session
    session[FAMILY_SESSION] = {place.organisation.public_id: membership.public_id}
    session.save()
    return client


def at(place: Place, name: str, **parts: str) -> str:
    return reverse(name, kwargs={"setting": place.organisation.public_id, **parts})


def once(answer) -> str:
    text = answer.content.decode()
    return text.split('name="once" value="')[1].split('"')[0]


REACHED = "Telephone 01632 960123"
STAFF_CONCERN = {"words": "He covers his ears.", "spoken": "no", "why_not": "We meet on Friday."}


def concern_by(client, elm: Place, who: str, **more: str) -> Concern:
    sign_in(client, elm, who)
    address = at(elm, "identify:raise", child=elm.children["Ayaan"].public_id)
    data = STAFF_CONCERN if who in elm.members else {"words": "Okuldan korkuyor", "language": "tr"}
    answer = client.post(address, data | more)
    assert answer.status_code == 303, answer.content.decode()[:2000]
    with tenant_scope(elm.organisation.pk):
        return Concern.objects.select_related("contribution", "cycle").order_by("-pk").first()


def test_a_teacher_raises_a_concern_and_sees_who_has_it(client, elm):
    sign_in(client, elm, "Ben")
    whose = client.get(at(elm, "identify:whose")).content.decode()
    assert "Ayaan" in whose
    assert "Raise a concern</h1>" in " ".join(whose.split()).replace(" </h1>", "</h1>")
    found = client.get(at(elm, "identify:whose") + "?q=sahin").content.decode()
    assert "Şahin" in found
    concern = concern_by(client, elm, "Ben")
    page = client.get(at(elm, "identify:concern", concern=concern.public_id)).content.decode()
    assert "Ms Amina Obi" in page
    assert "He covers his ears." in page


def test_what_was_typed_stays_when_something_is_missing(client, elm):
    sign_in(client, elm, "Ben")
    address = at(elm, "identify:raise", child=elm.children["Ayaan"].public_id)
    form = client.get(address).content.decode()
    for free in ("have you tried already?", "sure are you?", "soon should somebody look?"):
        assert f"{free} (if you wish)" in form
    answer = client.post(address, {"words": "He hides.", "spoken": "no"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "He hides." in text
    assert "Say why the family has not been spoken to." in text
    with tenant_scope(elm.organisation.pk):
        assert not Concern.objects.exists()


def test_a_double_press_raises_one_concern(client, elm):
    sign_in(client, elm, "Ben")
    address = at(elm, "identify:raise", child=elm.children["Ayaan"].public_id)
    data = STAFF_CONCERN | {"once": once(client.get(address))}
    first, second = client.post(address, data), client.post(address, data)
    assert first.headers["Location"] == second.headers["Location"]
    with tenant_scope(elm.organisation.pk):
        assert Concern.objects.count() == 1


def test_it_is_asked_which_parent_has_the_note_and_who_is_barred_is_not_among_them(client, elm):
    cycle = concern_by(client, elm, "Ben").cycle
    page = at(elm, "identify:talk", cycle=cycle.public_id)
    dilek, dev = elm.contacts["Dilek"].public_id, elm.contacts["Dev"].public_id
    said = typed_into(client.get(page)) | {"who": ["Dilek"], "note": ["A card."], "given": [dilek]}
    there = client.post(page, said).headers["Location"]
    shown = client.get(there).content.decode()
    assert "Dev Khan" not in shown
    talk = re.search(r"/talk/(\w+)/given/", shown)[1]
    give = at(elm, "identify:note_given", cycle=cycle.public_id, talk=talk)
    marta = elm.contacts["Marta"].public_id
    assert client.post(give, typed_into(client.get(give)) | {"given": [marta]}).status_code == 200
    client.post(give, typed_into(client.get(give)) | {"given": [dev]})
    shown = client.get(there).content.decode()
    assert "Dev Khan" in shown
    assert "Say who has the note" not in shown
    with tenant_scope(elm.organisation.pk):
        rosa = elm.children["Rosa"]
        assert list(note_readers(rosa, date(2026, 9, 2))) == [elm.contacts["Marta"].public_id]


def test_a_parent_is_told_who_reads_it_before_and_reads_her_own_words_after(client, elm):
    sign_in(client, elm, "Dilek")
    address = at(elm, "identify:raise", child=elm.children["Ayaan"].public_id)
    asked = client.get(address).content.decode()
    assert "Ms Amina Obi" in asked
    assert "staff must act" in asked
    concern = concern_by(client, elm, "Dilek")
    page = client.get(at(elm, "identify:concern", concern=concern.public_id)).content.decode()
    assert "What you wrote on" in page
    assert "Okuldan korkuyor" in page
    assert "Ms Amina Obi</bdi> has it and answers by" in page
    child = at(elm, "desk:child", child=elm.children["Ayaan"].public_id)
    assert "Okuldan korkuyor" in client.get(child).content.decode()
    assert "Okuldan" not in sign_in(client, elm, "Dev").get(child).content.decode()
    for who in ("Ben", "Dev", "Marta", "Hana", "Tess"):
        sign_in(client, elm, who)
        for name in ("identify:concern",):
            answer = client.get(at(elm, name, concern=concern.public_id))
            assert answer.status_code == 404, who
    sign_in(client, elm, "Ben")
    with tenant_scope(elm.organisation.pk):
        cycle = Cycle.objects.get()
    page = client.get(at(elm, "identify:cycle", cycle=cycle.public_id)).content.decode()
    assert "Okuldan korkuyor" not in page
    home = client.get(at(elm, "desk:child", child=elm.children["Ayaan"].public_id))
    assert "Okuldan korkuyor" not in home.content.decode()


def test_that_somebody_waits_for_an_answer_leads_to_their_concern(client, elm):
    concern = concern_by(client, elm, "Ben")
    sign_in(client, elm, "Amina")
    answering = at(elm, "identify:concern", concern=concern.public_id)
    missing = "Nothing is written down yet about what was tried first. Why do you go on now?"
    assert missing in client.get(answering).content.decode()
    with tenant_scope(elm.organisation.pk):
        cycle = Cycle.objects.get()
    page = client.get(at(elm, "identify:cycle", cycle=cycle.public_id)).content.decode()
    line = page.split("Whoever raised the concern has had no answer yet", 1)[1].split("</li>", 1)[0]
    assert answering in line
    client.post(at(elm, "identify:tried", cycle=cycle.public_id), {"words": "A seat by the door."})
    page = client.get(answering).content.decode()
    assert "A seat by the door." in page
    assert missing not in page


def test_the_senco_reads_answers_and_decides_and_each_carer_is_told(client, elm):
    concern = concern_by(client, elm, "Dilek")
    sign_in(client, elm, "Amina")
    assert client.get(at(elm, "desk:home")).status_code == 200
    address = at(elm, "identify:concern", concern=concern.public_id)
    assert "Okuldan korkuyor" in client.get(address).content.decode()
    assert client.post(at(elm, "identify:read", concern=concern.public_id)).status_code == 303
    answered = client.post(address, {"answer": "We meet on Monday.", "then": "look_into"})
    assert answered.status_code == 303
    sign_in(client, elm, "Dilek")
    assert "We meet on Monday." in client.get(address).content.decode()

    sign_in(client, elm, "Amina")
    with tenant_scope(elm.organisation.pk):
        cycle = Cycle.objects.get()
    page = client.get(at(elm, "identify:cycle", cycle=cycle.public_id))
    assert "Code 6.39" in page.content.decode()
    decide = at(elm, "identify:decide", cycle=cycle.public_id)
    assert client.get(decide).status_code == 200
    saturday = clock.today() + timedelta(days=12 - clock.today().weekday())
    parts = {f"look_again_on-{part}": getattr(saturday, part) for part in ("day", "month", "year")}
    watches = {"what": "not_now", "reasons": "We wait.", **parts}
    closed = client.post(decide, watches).content.decode()
    assert f"The setting is closed on {long_day(saturday)}." in closed
    assert 'name="closed_is_meant"' in closed
    missing = client.post(decide, {"what": "support", "areas": ["cognition_and_learning"]})
    assert "Give the reasons for the decision." in missing.content.decode()
    done = client.post(
        decide,
        {
            "what": "support",
            "reasons": "A year without progress.",
            "areas": ["cognition_and_learning"],
        },
    )
    assert done.status_code == 303
    with tenant_scope(elm.organisation.pk):
        decision = Decision.objects.get()
        people.say_whom_to_ask(
            elm.organisation,
            seen={},
            senco_reached=REACHED,
            advice="Westmere Advice, 01632 960456",
            actor=elm.actor("Amina", date(2026, 9, 2)),
        )
    assert client.get(done.headers["Location"]).status_code == 200
    for who in ("Dilek", "Dev"):
        key = elm.contacts[who].public_id
        tell = at(elm, "identify:tell_one", decision=decision.public_id, person=key)
        page = client.get(tell).content.decode()
        assert "I have told them" in page
        assert "Send it by e-mail" in page
        letter = at(elm, "identify:letter", decision=decision.public_id, person=key)
        words = client.get(letter).content.decode()
        assert "not ours: Westmere Advice, 01632 960456" in words
        assert "SENDIASS" not in words
        assert long_day(clock.today()) in words.split('<div class="ff-letter"')[0]
        assert not re.search(r"<p[^>]*>\s*</p>|</p>\s+<p class=\"govuk-body said\"", words)
        assert f"Ask for Ms Amina Obi, the SENCO. {REACHED}" in words
        assert f"Ms Amina Obi, SENCO, {elm.organisation.name}" in words
        # Both that are missing are named at once.
        empty = strip_tags(client.post(tell, {"how": "", "on_0": ""}).content.decode())
        assert "Choose an answer to “How?”" in empty
        assert "Write a date" in empty
        sent = client.post(tell, {"how": "email"}, follow=True).content.decode()
        assert "The e-mail is on its way." in sent
        again = client.get(tell).content.decode()
        assert "An e-mail to this person is on its way." in again
        assert "Send it by e-mail" not in again
        assert "told on" not in sent
    marta = elm.contacts["Marta"].public_id
    assert (
        client.get(
            at(elm, "identify:tell_one", decision=decision.public_id, person=marta)
        ).status_code
        == 404
    )
    proof = at(elm, "identify:proof", decision=decision.public_id)
    page = client.get(proof).content.decode()
    assert page.count("on its way") == 2
    assert "Nobody has been told yet." in page
    for told in ("Told by", "A year without progress.", "not told yet"):
        assert told not in page
    deliver_all(clock.now())
    page = client.get(proof).content.decode()
    assert page.count("Told by") == 2
    assert page.count("A year without progress.") == 2
    assert "on its way" not in page
    with tenant_scope(elm.organisation.pk):
        notice = Notice.objects.get(contact=elm.contacts["Dilek"])
        # Who gets it by e-mail reads there, too, whom to ask, and staff do not.
        assert f"the SENCO. {REACHED}" in body_of(notice.message)[1]
        notice.message.to = elm.members["Ben"]
        assert REACHED not in body_of(notice.message)[1]
    page = at(elm, "identify:notice", notice=notice.public_id)
    for who, status in (("Dilek", 200), ("Dev", 404), ("Marta", 404), ("Ben", 200), ("Tess", 403)):
        assert sign_in(client, elm, who).get(page).status_code == status, who


def test_only_whoever_raised_it_finds_the_page_to_withdraw_it(client, elm):
    concern = concern_by(client, elm, "Dilek")
    withdraw = at(elm, "identify:withdraw", concern=concern.public_id)
    for who, status in (("Ben", 404), ("Dev", 404), ("Amina", 403), ("Ivan", 404)):
        assert sign_in(client, elm, who).get(withdraw).status_code == status, who
        assert client.post(withdraw, {"because": "Not mine."}).status_code == status, who
    sign_in(client, elm, "Dilek")
    assert client.get(withdraw).status_code == 200
    assert client.post(withdraw, {"because": ""}).status_code == 200
    done = client.post(withdraw, {"because": "He is fine now."})
    assert "You withdrew it on" in client.get(done.headers["Location"]).content.decode()
    assert client.post(withdraw, {"because": "Again."}).status_code == 409


def test_support_that_came_with_a_child_is_carried_on_by_the_senco(client, elm):
    leo = elm.children["Leo"]
    with tenant_scope(elm.organisation.pk):
        system, came = system_actor(elm.organisation.pk, "roll"), date(2026, 9, 2)
        people.note_inherited_spell(leo, "K", came, "roll", actor=system, today=came)
    page = at(elm, "identify:carry_on", child=leo.public_id)
    assert sign_in(client, elm, "Ben").get(page).status_code == 403
    sign_in(client, elm, "Amina")
    assert client.get(page).status_code == 200
    done = client.post(page, {})
    assert client.get(done.headers["Location"]).status_code == 200
    assert "A cycle is under way already." in client.post(page, {}).content.decode()


def test_pages_ask_as_often_for_one_as_for_many(client, elm):
    for who in ("Ben", "Dilek"):
        concern_by(client, elm, who)
    with tenant_scope(elm.organisation.pk):
        cycle = Cycle.objects.get().public_id
    child = elm.children["Ayaan"].public_id
    pages = [
        at(elm, "identify:cycle", cycle=cycle),
        at(elm, "assess:picture", cycle=cycle),
        at(elm, "voice:ask", child=child),
        at(elm, "voice:waiting"),
        at(elm, "desk:home"),
        at(elm, "desk:child", child=child),
    ]
    sign_in(client, elm, "Amina")

    def counted() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    few = counted()
    for who in ("Ben", "Tess", "Dilek", "Hana", "Dev", "Ben", "Dilek", "Ben"):
        concern_by(client, elm, who)
    sign_in(client, elm, "Amina")
    assert counted() == few


def test_the_same_words_sent_again_from_a_new_page_are_the_same_concern(client, elm):
    sign_in(client, elm, "Ben")
    address = at(elm, "identify:raise", child=elm.children["Ayaan"].public_id)
    shown = [
        client.post(address, STAFF_CONCERN | {"once": mark}, follow=True).content.decode()
        for mark in ("first", "after-back")
    ]
    assert ["You told us this at" in each for each in shown] == [False, True]
    with tenant_scope(elm.organisation.pk):
        (concern,) = Concern.objects.all()
    client.post(address, STAFF_CONCERN | {"once": "other", "words": "He hides."})
    withdraw = at(elm, "identify:withdraw", concern=concern.public_id)
    assert client.post(withdraw, {"because": "A mistake."}).status_code == 303
    client.post(address, STAFF_CONCERN | {"once": "again"})
    with tenant_scope(elm.organisation.pk):
        assert Concern.objects.count() == 3, "other words, and words that were taken back"


def test_a_concern_says_who_answers_to_each_reader_in_their_own_words(client, elm):
    concern = concern_by(client, elm, "Ben")
    page = at(elm, "identify:concern", concern=concern.public_id)
    said = {}
    for who in ("Ben", "Amina", "Hana"):
        said[who] = sign_in(client, elm, who).get(page).content.decode()
    own, hers, others = said["Ben"], said["Amina"], said["Hana"]
    assert "has it and answers by" in own
    assert "You see the answer here" in own
    assert "You answer it by" in hers
    assert "has it and answers by" not in hers
    assert "You see the answer here" not in hers
    assert "has it and answers by" in others
    assert "You see the answer here" not in others
    assert "You can answer it as well" in others
