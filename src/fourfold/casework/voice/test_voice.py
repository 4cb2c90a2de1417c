"""Views asked for, given, read first: through the verbs and the pages, on a real database."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from fourfold.casework.voice import actions
from fourfold.casework.voice.actions import Said
from fourfold.casework.voice.messages import ViewsAsked, views_asked
from fourfold.casework.voice.models import Ask, Contribution
from fourfold.casework.voice.queries import to_read, views_by_person, views_of
from fourfold.config import clock
from fourfold.foundation.access.entry import FAMILY_SESSION
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Place, make_cast

DAY = date(2025, 11, 7)
MONDAY = date(2025, 11, 10)
WORDS = Said(going_well="Resim yapmayı seviyor.", hard="Gürültü.", language="tr")


@pytest.fixture
def elm(cast):
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


def given(elm: Place, who: str = "Dilek", **more) -> Contribution:
    return actions.give_views(
        elm.children["Ayaan"], WORDS, actor=elm.actor(who, DAY), today=DAY, **more
    )


def ask(elm: Place, contacts: list[str], how: str = "message", *, of: str = "Ayaan", child=False):
    return actions.ask_views(
        elm.children[of],
        [elm.contacts[name] for name in contacts],
        child=child,
        how=how,
        reply_by=MONDAY,
        actor=elm.actor("Ben", DAY),
        today=DAY,
    )


def test_each_is_asked_separately_and_each_carer_gets_a_message(elm):
    assert len(ask(elm, ["Dilek", "Dev"])) == 2
    assert len(ask(elm, [], "in_person", child=True)) == 1
    sent = Message.objects.filter(kind="views_asked")
    assert {message.to_id for message in sent} == {
        elm.contacts["Dilek"].membership_id,
        elm.contacts["Dev"].membership_id,
    }
    child = elm.children["Ayaan"]
    assert set(views_by_person(child, since=DAY)) == {child.public_id}  # the messages have not left
    deliver_all(clock.now())
    known = views_by_person(child, since=DAY)
    assert {each["views_asked_on"] for each in known.values()} == {DAY, clock.today()}
    assert set(known) == {
        elm.contacts["Dilek"].public_id,
        elm.contacts["Dev"].public_id,
        elm.children["Ayaan"].public_id,
    }


def test_whom_an_order_bars_is_never_asked_and_gives_nothing(elm):
    with pytest.raises(Impossible):
        ask(elm, ["Ivan"], of="Rosa")
    with pytest.raises(NotAllowed):
        actions.give_views(elm.children["Rosa"], WORDS, actor=elm.actor("Ivan", DAY), today=DAY)
    assert not Message.objects.exists()
    assert not Contribution.objects.exists()


def test_a_message_is_no_way_to_ask_whom_none_reaches(elm):
    """A child without a sign-in of their own was not asked, whatever was ticked."""
    with pytest.raises(Impossible, match="Ayaan"):
        ask(elm, ["Dilek"], child=True)
    elm.contacts["Dev"].membership = None
    with pytest.raises(Impossible, match="Dev"):
        ask(elm, ["Dilek", "Dev"])
    assert not Ask.objects.exists()
    assert not Message.objects.exists()


def test_the_message_names_no_child_and_leads_to_the_questions(elm):
    ask(elm, ["Dilek"])
    words = views_asked(
        ViewsAsked(elm.children["Ayaan"].public_id, "2025-11-10"),
        elm.contacts["Dilek"].membership,
    )
    text = " ".join([words.subject, *words.paragraphs])
    assert "Ayaan" not in text
    assert "Monday 10 November" in text
    assert words.link.endswith(f"/child/{elm.children['Ayaan'].public_id}/views/")


def test_what_is_not_read_is_shown_to_nobody_but_first_readers(elm):
    child = elm.children["Ayaan"]
    said = given(elm)
    assert list(views_of(child, since=DAY)) == []
    assert views_by_person(child, since=DAY) == {}
    assert list(to_read(elm.actor("Amina", DAY), DAY)) == [said]
    for who in ("Ben", "Tess", "Hana", "Evie", "Dilek", "Dev"):
        assert list(to_read(elm.actor(who, DAY), DAY)) == []
        with pytest.raises(NotAllowed):
            actions.read_contribution(said, actor=elm.actor(who, DAY), today=DAY)
    actions.read_contribution(said, actor=elm.actor("Amina", DAY), today=DAY)
    assert list(views_of(child, since=DAY)) == [said]
    again = Contribution.objects.get(pk=said.pk)
    with pytest.raises(Stale):
        actions.read_contribution(again, actor=elm.actor("Amina", DAY), today=DAY)


def test_it_is_due_to_be_read_by_the_next_school_day(elm):
    said = given(elm)
    row = DueRow.objects.get(rule="read_contribution")
    assert (row.due_on, row.state) == (MONDAY, "open")
    actions.read_contribution(said, actor=elm.actor("Amina", DAY), today=MONDAY)
    row.refresh_from_db()
    assert (row.met_on, row.late_by) == (MONDAY, 0)


def test_what_a_teacher_writes_down_waits_too_and_what_the_senco_writes_down_was_read(elm):
    child = elm.children["Ayaan"]
    by_ben = actions.write_down_views(
        child, None, Said(words="I like drawing."), actor=elm.actor("Ben", DAY), today=DAY
    )
    by_amina = actions.write_down_views(
        child, elm.contacts["Dev"], WORDS, actor=elm.actor("Amina", DAY), today=DAY
    )
    assert (by_ben.state, by_amina.state) == ("received", "released")
    for who in ("Tess", "Dilek", "Cara"):
        actor = elm.actor("Tess", DAY) if who == "Cara" else elm.actor(who, DAY)
        with pytest.raises(NotAllowed):
            actions.write_down_views(child, None, WORDS, actor=actor, today=DAY)


def test_nothing_said_is_nothing_kept(elm):
    with pytest.raises(Impossible):
        actions.give_views(elm.children["Ayaan"], Said(), actor=elm.actor("Dilek", DAY), today=DAY)


# ---- the pages ----


@pytest.fixture
def now(db) -> Place:
    return make_cast(date(2026, 9, 2)).elm


def sign_in(client, place: Place, who: str):
    client.logout()
    if who in place.members:
        client.force_login(place.members[who].user)
        return client
    with tenant_scope(place.organisation.pk):
        place.contacts[who].refresh_from_db()
        membership = place.contacts[who].membership
    session = client.session
    session[FAMILY_SESSION] = {place.organisation.public_id: membership.public_id}
    session.save()
    return client


def at(place: Place, name: str, **parts: str) -> str:
    return reverse(name, kwargs={"setting": place.organisation.public_id, **parts})


def test_a_parent_answers_three_questions_in_any_language_and_reads_what_she_wrote(client, now):
    child = now.children["Ayaan"].public_id
    sign_in(client, now, "Dilek")
    give = at(now, "voice:give", child=child)
    first = client.get(give).content.decode()
    assert "Ms Amina Obi" in first
    assert "staff must act" in first
    empty = client.post(give, {})
    assert "Write something under one of the three questions." in empty.content.decode()
    answer = client.post(give, {"hard": "Gürültü <b>", "language": "tr"})
    assert answer.status_code == 303
    after = client.get(answer.headers["Location"]).content.decode()
    assert "It has arrived, and is not read yet." in after
    assert "Gürültü &lt;b&gt;" in after
    sent, page = at(now, "voice:sent", child=child), at(now, "desk:child", child=child)
    for other in (sent, page):
        assert "Gürültü" not in sign_in(client, now, "Dev").get(other).content.decode()
        assert "Gürültü" not in sign_in(client, now, "Ben").get(other).content.decode()
    with tenant_scope(now.organisation.pk):
        said = Contribution.objects.get()
    read = at(now, "voice:read", contribution=said.public_id)
    for who, status in (("Ben", 403), ("Dev", 404), ("Marta", 404), ("Grace", 404), ("Hana", 403)):
        assert sign_in(client, now, who).get(read).status_code == status, who
    # Who is the designated safeguarding lead is not told to speak to themselves.
    lead = strip_tags(sign_in(client, now, "Sol").get(read).content.decode())
    assert "Speak to" not in lead
    assert "follow the safeguarding procedure" in lead
    assert "are not shown it until the button is pressed" in lead
    sign_in(client, now, "Amina")
    assert "Speak to Mr Sol Reyes" in strip_tags(client.get(read).content.decode())
    assert "Read first" in client.get(at(now, "desk:home")).content.decode()
    assert client.get(at(now, "voice:waiting")).status_code == 200
    assert "Gürültü &lt;b&gt;" in client.get(read).content.decode()
    assert client.post(read).status_code == 303
    assert client.post(read, follow=True).status_code == 200
    assert "Read on" in client.get(read).content.decode()
    sign_in(client, now, "Dilek")
    assert "Ms Amina Obi</bdi> read it on" in client.get(sent).content.decode()
    assert "Gürültü &lt;b&gt;" in client.get(page).content.decode()


def test_a_child_points_and_says_with_a_parent_or_a_teacher_beside(client, now):
    child = now.children["Ayaan"].public_id
    for who, name in (("Dilek", "voice:child"), ("Ben", "voice:child_with_staff")):
        sign_in(client, now, who)
        page = at(now, name, child=child)
        assert client.get(page).status_code == 200
        assert client.post(page, {}).status_code == 200
        answer = client.post(page, {"noise": "hard", "words": "too loud"})
        assert answer.status_code == 303
        after = client.get(answer.headers["Location"])
        assert after.status_code == 200
        # What a child says is the child's: nobody else in the family reads it here, not even who wrote it down.
        assert "too loud" not in after.content.decode()
    with tenant_scope(now.organisation.pk):
        rows = Contribution.objects.select_related("author").order_by("pk")
        assert [row.chosen for row in rows] == [{"noise": "hard"}, {"noise": "hard"}]
        assert [row.contact_id for row in rows] == [None, None]


def test_asking_shows_who_was_asked_and_a_stranger_finds_no_page(client, now):
    child = now.children["Ayaan"].public_id
    sign_in(client, now, "Ben")
    page = at(now, "voice:ask", child=child)
    assert client.get(page).status_code == 200
    assert client.get(at(now, "voice:write_down", child=child)).status_code == 200
    people = [now.contacts["Dilek"].public_id, "child"]
    ticked = re.findall(r'value="(\w+)"[^>]*\bchecked', client.get(page).content.decode())
    assert people[0] in ticked
    assert "child" not in ticked
    message = client.post(page, {"who": people, "how": "message"})
    assert message.status_code == 200
    assert "no message reaches" in message.content.decode()
    assert client.post(page, {"who": people, "how": "letter"}).status_code == 303
    # Whoever was asked lately is not ticked to be asked the same again.
    ticked = re.findall(r'value="(\w+)"[^>]*\bchecked', client.get(page).content.decode())
    assert people[0] not in ticked
    assert now.contacts["Dev"].public_id in ticked
    ivan = now.contacts["Ivan"].public_id
    foreign = client.post(page, {"who": [ivan], "how": "letter"})
    assert "Choose one of the answers that are offered." in foreign.content.decode()
    for who, name in (("Marta", "voice:give"), ("Ivan", "voice:give"), ("Tess", "voice:ask")):
        status = sign_in(client, now, who).get(at(now, name, child=child)).status_code
        assert status in {403, 404}, who
    sign_in(client, now, "Ivan")
    rosa = now.children["Rosa"].public_id
    assert client.get(at(now, "voice:give", child=rosa)).status_code == 404
