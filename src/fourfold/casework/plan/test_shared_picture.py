"""What is known of a child goes into the plan as it is shared: each of the family reads their own words, staff all."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pypdf
import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils.html import strip_tags

from fourfold.casework.assess.actions import add_need, add_strength
from fourfold.casework.assess.models import Need
from fourfold.casework.plan import actions
from fourfold.casework.plan.models import SharedPicture, SupportLine
from fourfold.casework.plan.picture import frozen_picture
from fourfold.casework.voice.actions import Said, give_views, write_down_views
from fourfold.domain.words import SettingKind
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.models import Affiliation
from fourfold.foundation.act.organisations import affiliate, found_organisation, restrict
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.documents.models import IssuedDocument
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.a_plan import DAY, cast_with_a_plan
from tests.prepared import prepared
from tests.signed_in import as_person

NOW = datetime(2026, 1, 12, 10, tzinfo=UTC)
AREAS = ["cognition_and_learning"]
DILEK, DEV, CHILD, UNREAD = "Mornings at home.", "He sings.", "I like trains.", "Not read yet."


def _made():
    cast, plan = cast_with_a_plan()
    elm, cycle = cast.elm, plan.cycle
    with tenant_scope(elm.organisation.pk):
        amina, dev = elm.actor("Amina", DAY), elm.actor("Dev", DAY)
        add_strength(cycle, "Remembers stories.", actor=amina, today=DAY)
        add_need(cycle, "Reads slowly.", AREAS, actor=amina, today=DAY)
        named = [elm.members["Ben"]]
        add_need(cycle, "A thing for few.", AREAS, actor=amina, today=DAY, readers=named)
        for who, said in (
            (elm.contacts["Dilek"], Said(hard=DILEK)),
            (elm.contacts["Dev"], Said(going_well=DEV)),
            (None, Said(words=CHILD, chosen={"lessons": "good"})),
        ):
            write_down_views(cycle.pupil, who, said, actor=amina, today=DAY)
        give_views(cycle.pupil, Said(words=UNREAD), actor=dev, today=DAY)
        version = actions.share_plan(plan, actor=elm.actor("Ben", DAY), today=DAY)
    return elm, plan, version


@pytest.fixture
def made(db):
    with time_machine.travel(NOW, tick=False):
        yield prepared("a plan shared with what is known", _made)


def where(elm, version, name="shared"):
    ids = {"setting": elm.organisation.public_id, "version": version.public_id}
    return reverse(f"plan:{name}", kwargs=ids)


def text_of(data):
    pages = pypdf.PdfReader(BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def read_by(elm, version, who):
    return as_person(elm, who).get(where(elm, version)).content.decode()


@pytest.mark.parametrize(
    ("who", "reads", "never"),
    [
        ("Dev", [DEV, "What is going well"], [DILEK, CHILD, "Ms Dilek", "What is hard"]),
        ("Dilek", [DILEK, "What is hard"], [DEV, CHILD]),
        ("Ben", [DILEK, DEV, CHILD, "My learning"], []),
        ("Amina", [DILEK, DEV, CHILD], []),
    ],
)
def test_each_reads_what_is_known_and_of_own_words_theirs(made, who, reads, never):
    elm, _plan, version = made
    text = read_by(elm, version, who)
    for words in ("Remembers stories.", "Reads slowly.", *reads):
        assert words in text, words
    for words in (UNREAD, "A thing for few.", *never):
        assert words not in text, words


STAFF_READ = {("plan", "Ben"), ("shared", "Ben"), ("helps", "Tess")}


def test_with_whom_a_child_sits_is_read_by_staff_and_by_no_family(db):
    with time_machine.travel(NOW, tick=False):
        cast, plan = cast_with_a_plan()
        elm = cast.elm
        with tenant_scope(elm.organisation.pk):
            ben = elm.actor("Ben", DAY)
            line = SupportLine.objects.get()
            actions.change_line(line, actor=ben, seen=0, with_whom="Kai and Noor")
            drafted = [("preview", "Ben"), ("draft_file", "Ben"), ("plan", "Ben")]
            ids = {"setting": elm.organisation.public_id, "plan": plan.public_id}
            shown = {
                (name, who): as_person(elm, who).get(reverse(f"plan:{name}", kwargs=ids)).content
                for name, who in drafted
            }
            version = actions.share_plan(plan, actor=ben, today=DAY)
            given = [("shared", "Dev"), ("file", "Dev"), ("file", "Ben")]
            for name, who in [*given, ("shared", "Ben"), ("helps", "Tess")]:
                shown[name, who] = as_person(elm, who).get(where(elm, version, name)).content
    for key, page in shown.items():
        words = text_of(page) if "file" in key[0] else page.decode()
        assert "in a group of 3" in words, key
        assert ("Kai" in words) == (key in STAFF_READ), key


def test_a_version_says_whose_plan_it_is_and_whom_to_ask(made):
    elm, _plan, version = made
    text = read_by(elm, version, "Dev")
    for words in (
        "Ayaan Khan",
        "Year 4",
        "Kestrel",
        "Ms Amina Obi",
        "SENDIASS",
        "Westmere Council",
    ):
        assert words in text, words


def test_a_trust_has_no_local_offer_and_is_never_named_for_one(made):
    elm, _plan, version = made
    here, trust = elm.organisation, SettingKind.TRUST
    above = found_organisation("Harbour Trust", trust, first_day=DAY)
    with tenant_scope(here.pk):
        system = system_actor(here.pk, "set-up")
        affiliate(here, above, trust, date(2025, 9, 1), actor=system)
        with pytest.raises(Impossible):
            affiliate(here, above, SettingKind.ACADEMY_MAINSTREAM, DAY, actor=system)
    assert "the local offer of Westmere Council" in strip_tags(read_by(elm, version, "Dev"))
    with tenant_scope(here.pk), verb_at_work(here.pk, "set-up"):
        council = Affiliation.objects.get(kind=SettingKind.LOCAL_AUTHORITY)
        council.compare_and_set({"valid_to": None}, valid_to=DAY - timedelta(days=1))
    text = read_by(elm, version, "Dev")
    assert "the local offer of your council" in text
    assert "Harbour Trust" not in text


def test_how_the_senco_is_reached_and_who_advises_stands_where_it_was_entered(made):
    elm, _plan, version = made
    at = reverse("people:whom_to_ask", kwargs={"setting": elm.organisation.public_id})
    sent = {"senco_reached": "Telephone 01632 960123", "advice": "Westmere Advice, 01632 960456"}
    amina = as_person(elm, "Amina")
    assert amina.get(at).status_code == 200
    assert amina.post(at, sent).status_code == 303
    assert "01632 960123" in amina.get(at).content.decode()
    text = read_by(elm, version, "Dev")
    for words in (*sent.values(), "Ms Amina Obi", "free, confidential and not ours"):
        assert words in text, words
    printed = text_of(as_person(elm, "Dev").get(where(elm, version, "file")).content)
    assert all(words in printed for words in sent.values())
    assert as_person(elm, "Ben").get(at).status_code == 403


def test_what_was_shared_stays_and_what_is_restricted_since_is_left_out(made):
    elm, plan, version = made
    with tenant_scope(elm.organisation.pk):
        amina = elm.actor("Amina", DAY)
        add_strength(plan.cycle, "Came later.", actor=amina, today=DAY)
        restrict(Need.objects.get(words="Reads slowly."), [elm.members["Ben"]], actor=amina)
        kept = frozen_picture(SharedPicture.objects.get().version)
        assert [each["words"] for each in kept["needs"]] == ["Reads slowly."]
    for who in ("Dev", "Ben"):
        text = read_by(elm, version, who)
        assert "Came later." not in text
        assert "Reads slowly." not in text
    as_person(elm, "Dev").get(where(elm, version, "file"))
    with tenant_scope(elm.organisation.pk):
        assert not IssuedDocument.objects.exists()


def test_what_each_will_read_can_be_looked_at_before_it_is_shared(made):
    elm, plan, _version = made
    with tenant_scope(elm.organisation.pk):
        actions.change_shared_plan(plan, actor=elm.actor("Ben", DAY), today=DAY)
    ids = {"setting": elm.organisation.public_id, "plan": plan.public_id}
    ben, here = as_person(elm, "Ben"), reverse("plan:preview", kwargs=ids)
    links = ben.get(reverse("plan:share", kwargs=ids)).content.decode()
    own = {"Dilek": DILEK, "Dev": DEV, "Ayaan": CHILD}
    for name, words in own.items():
        person = (elm.contacts | elm.children)[name].public_id
        assert f"{here}?for={person}" in links
        text = ben.get(f"{here}?for={person}").content.decode()
        assert "Nobody has been given it yet" in text
        assert "Daily phonics group" in text
        assert "Reads slowly." in text
        assert [each for each in (*own.values(), UNREAD, "A thing for few.") if each in text] == [
            words
        ]
    assert ben.get(f"{here}?for={elm.contacts['Ivan'].public_id}").status_code == 404
    assert as_person(elm, "Dev").get(here).status_code in {403, 404}


def test_the_database_keeps_what_was_known_as_it_was_shared(made):
    with (
        tenant_scope(made[0].organisation.pk),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE plan_sharedpicture SET content = '{}'")


def test_each_has_a_copy_of_their_own_and_one_for_nobody_holds_nobodys_words(made):
    elm, _plan, version = made
    at, ben = where(elm, version, "file"), as_person(elm, "Ben")
    dev, dilek = (elm.contacts[name].public_id for name in ("Dev", "Dilek"))
    whole = ben.get(at).content
    devs = as_person(elm, "Dev").get(f"{at}?for={dilek}").content
    assert ben.get(f"{at}?for={dev}").content == devs
    printed = {"": whole, DEV: devs, DILEK: ben.get(f"{at}?for={dilek}").content}
    for own, copy in printed.items():
        text = text_of(copy)
        for words in (
            "Ayaan Khan",
            "Remembers stories.",
            "Reads slowly.",
            "Ms Amina Obi",
            "SENDIASS",
        ):
            assert words in text, words
        assert [words for words in (DEV, DILEK, CHILD, UNREAD) if words in text] == [own] * bool(
            own
        )
    assert ben.get(f"{at}?for={elm.contacts['Ivan'].public_id}").status_code == 404
    with tenant_scope(elm.organisation.pk):
        subjects = set(IssuedDocument.objects.values_list("subject", flat=True))
        assert len(subjects) == 3
        assert version.public_id in subjects
    page = ben.get(where(elm, version)).content.decode()
    assert f"{at}?for={dev}" in page
