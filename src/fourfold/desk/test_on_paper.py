"""What goes on paper to somebody who has no way in holds the plan or the review itself, and only that is given."""

from io import BytesIO

import pypdf
import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Care
from fourfold.casework.plan import actions as plans
from fourfold.casework.review.actions import Voice
from fourfold.casework.voice.actions import Said, read_contribution, write_down_views
from fourfold.casework.voice.models import RECEIVED, Contribution
from fourfold.config import clock
from fourfold.foundation.access.codes import (
    make_personal_code,
    make_sign_in_code,
    use_sign_in_code,
)
from fourfold.foundation.act.deliver import deliver_all, give_printed
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.registry import as_json, kinds, rendered
from fourfold.foundation.notify.registry import copy_of as copy_of_message
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.a_review import DAY, LATER, hold, start
from tests.cast import make_cast
from tests.page_client import PageClient
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.staff_sign_in import give_password, set_up_printed
from tests.whole_cycle import with_plan

DILEK, DEV = "Mornings at home are hard.", "He sings with me."
DILEK_MET, DEV_MET = "He reads to his sister.", "He reads to the cat."


def _made():
    elm = make_cast().elm
    with tenant_scope(elm.organisation.pk):
        amina, dev = elm.actor("Amina", DAY), elm.contacts["Dev"]
        people.change_contact(dev, actor=amina, seen={}, today=DAY, email="", channel="print")
        plan = with_plan(elm, "Ayaan", DAY)
        for who, words in (("Dilek", DILEK), ("Dev", DEV)):
            said = Said(words=words)
            write_down_views(plan.cycle.pupil, elm.contacts[who], said, actor=amina, today=DAY)
        plans.share_plan(plan, actor=amina, today=DAY)
        start(elm)
        with time_machine.travel(LATER, tick=False):
            voices = (
                Voice(elm.contacts["Dilek"], True, DILEK_MET),
                Voice(elm.contacts["Dev"], True, DEV_MET),
            )
            hold(elm, people=voices)
            for sent in Contribution.objects.filter(state=RECEIVED):
                read_contribution(sent, actor=elm.actor("Amina", LATER), today=LATER)
            deliver_all(clock.now())
    return elm


@pytest.fixture
def elm(db):
    with time_machine.travel(DAY, tick=False) as moving:
        elm = prepared("a plan and a review for who has no way in", _made)
        with tenant_scope(elm.organisation.pk):
            moving.move_to(LATER)
            yield elm


def to_dev(elm, kind):
    return Message.objects.get(kind=kind, to=elm.contacts["Dev"].membership)


def page_of(elm, message):
    return f"/at/{elm.organisation.public_id}/messages/{message.public_id}/"


def signed_in(name):
    browser = PageClient()
    assert give_password(browser, email=f"{name}@elm.example").status_code == 303
    set_up_printed(browser)
    return browser


def printed(browser, page, words):
    """The text of what a page leads to by `words`."""
    address = page.partition(f">{words}")[0].rpartition('href="')[2].partition('"')[0]
    answer = browser.get(address.replace("&amp;", "&"))
    assert answer.status_code == 200, words
    if answer["Content-Type"] == "application/pdf":
        pages = pypdf.PdfReader(BytesIO(answer.content)).pages
        return " ".join(" ".join(each.extract_text() for each in pages).split())
    return strip_tags(answer.content.decode())


def owed(elm):
    return DueRow.objects.filter(
        rule="give_record", state="open", owed_to=elm.contacts["Dev"].public_id
    ).exists()


@pytest.mark.parametrize(
    ("kind", "what", "says", "own", "others"),
    [
        ("plan.shared", "plan", "reads short words aloud", DEV, DILEK),
        ("review.given", "review", "Reads more freely.", DEV_MET, DILEK_MET),
    ],
)
def test_who_has_no_way_in_is_given_the_thing_itself_with_their_own_words_in_it(
    elm, kind, what, says, own, others
):
    message, amina = to_dev(elm, kind), signed_in("amina")
    assert message.state == "to_print"
    page = amina.get(page_of(elm, message)).content.decode()
    slip = amina.get(f"{page_of(elm, message)}paper/").content.decode()
    for shown in (page, slip):
        assert "http://" not in strip_tags(shown)
        assert "page below" not in shown
        assert f"The {what} has to be printed with it." in shown
        copy = printed(amina, shown, f"Print the {what}")
        assert says in copy
        assert own in copy
        assert others not in copy
    assert owed(elm)
    assert f"It was printed with the {what} and given" in page
    assert amina.post(page_of(elm, message)).status_code == 303
    message.refresh_from_db()
    assert message.state == "given"
    assert owed(elm) is (what == "plan")


@pytest.mark.parametrize("kind", ["plan.shared", "review.given"])
def test_who_may_not_read_it_cannot_say_that_it_was_printed(elm, kind):
    message, ada = to_dev(elm, kind), as_person(elm, "Ada")
    page = ada.get(page_of(elm, message)).content.decode()
    assert "Ask the SENCO" in page
    assert "and given" not in page.partition("<h2")[2]
    assert ada.post(page_of(elm, message)).status_code == 403
    message.refresh_from_db()
    assert message.state == "to_print"
    assert ada.post(page_of(elm, message), {"drop": "yes"}).status_code == 303


def test_who_has_a_code_to_sign_in_reads_the_address_too(elm):
    make_sign_in_code(elm.contacts["Dev"].membership)
    page = as_person(elm, "Amina").get(page_of(elm, to_dev(elm, "plan.shared"))).content.decode()
    assert "http://" in page
    assert "The plan has to be printed with it." in page


def test_who_has_used_up_their_code_to_sign_in_reads_no_address(elm):
    dev = elm.contacts["Dev"].membership
    make_personal_code(dev)
    code = make_sign_in_code(dev)
    assert use_sign_in_code(elm.organisation.name, code)
    page = as_person(elm, "Amina").get(page_of(elm, to_dev(elm, "plan.shared"))).content.decode()
    assert "http://" not in page
    assert "page below" not in page


def to_staff(code):
    return code.endswith("_staff") or code.startswith(("member.", "test."))


def test_no_words_on_paper_lead_who_has_no_way_in_to_a_page(elm):
    dev, leads = elm.contacts["Dev"].membership, set()
    for code, kind in kinds().items():
        words = rendered(code, as_json(kind.example), dev, has_way_in=False)
        if words.link or "page below" in " ".join(words.paragraphs):
            leads.add(code)
    assert {code for code in leads if not to_staff(code)} == set()
    assert "plan.shared_staff" in leads, "the question finds what leads to a page"


def kept_from_dev(elm):
    care = Care.objects.get(contact=elm.contacts["Dev"], pupil=elm.children["Ayaan"])
    order = {"another_person": True, "bars_all": True, "order_from": LATER}
    people.change_care(care, actor=elm.actor("Ada", LATER), seen={}, today=LATER, **order)


def protected(elm):
    people.change_pupil(
        elm.children["Ayaan"], actor=elm.actor("Ada", LATER), seen={}, whereabouts_protected=True
    )


@pytest.mark.parametrize("kind", ["plan.shared", "review.given"])
def test_once_an_order_keeps_the_child_from_its_reader_nothing_is_printed_or_given(elm, kind):
    message, amina = to_dev(elm, kind), as_person(elm, "Amina")
    at, copy = page_of(elm, message), copy_of_message(message.kind, message.payload, message.to)
    assert amina.get(copy.address).status_code == 200
    kept_from_dev(elm)
    page = amina.get(at).content.decode()
    assert "to be printed and given" not in page
    for shown in (page, amina.get(f"{at}paper/").content.decode()):
        assert "A court order, or a decision for safety" in shown
        assert "Print the" not in shown
        assert "It was printed" not in shown
        assert "Release this" not in shown
    assert amina.get(copy.address).status_code == 404
    refused = strip_tags(amina.post(at, follow=True).content.decode())
    assert refused.count("A court order, or a decision for safety") == 2
    with pytest.raises(Impossible):
        give_printed(message, actor=elm.actor("Amina", LATER), now=clock.now())
    message.refresh_from_db()
    assert message.state == "to_print"
    assert amina.post(at, {"drop": "yes"}).status_code == 303
    message.refresh_from_db()
    assert message.state == "stopped"
    assert "not be printed any more" in amina.get(f"{at}paper/").content.decode()


def test_what_came_to_be_protected_is_printed_once_somebody_lets_it_out(elm):
    message, amina = to_dev(elm, "plan.shared"), as_person(elm, "Amina")
    protected(elm)
    page = amina.get(page_of(elm, message)).content.decode()
    assert "a person lets this out" in page
    assert "Print the" not in page
    amina.post(page_of(elm, message))
    message.refresh_from_db()
    assert message.state == "to_print"
    assert amina.post(page_of(elm, message), {"release": "yes"}).status_code == 303
    assert "Print the plan" in amina.get(page_of(elm, message)).content.decode()
    amina.post(page_of(elm, message))
    message.refresh_from_db()
    assert message.state == "given"


def test_whoever_may_not_read_it_cannot_say_so_by_any_way(elm):
    with pytest.raises(NotAllowed):
        give_printed(to_dev(elm, "plan.shared"), actor=elm.actor("Ada", LATER), now=clock.now())


def test_the_list_of_messages_says_what_each_is_about(elm):
    page = as_person(elm, "Ada").get(f"/at/{elm.organisation.public_id}/messages/?state=to_print")
    said = [" ".join(strip_tags(each).split()) for each in page.content.decode().split("<li")]
    dev = [each for each in said if "Message to Dev Khan" in each]
    assert "What the review agreed ·" in dev[0]
    assert "A plan has been shared with you ·" in dev[1]


def test_what_went_on_paper_is_not_said_to_be_a_message_with_a_link(elm):
    amina, message = as_person(elm, "Amina"), to_dev(elm, "review.given")
    review = f"/at/{elm.organisation.public_id}/reviews/{message.payload['review']}/"
    amina.post(page_of(elm, message))
    page = amina.get(review).content.decode().partition("Who is given this")[2]
    lines = page.split("<li>")
    dev = next(strip_tags(line) for line in lines if "Dev Khan" in line)
    assert "On paper" in dev
    assert "with a link" not in dev


def copy_of(elm, person=""):
    review = to_dev(elm, "review.given").payload["review"]
    at = f"/at/{elm.organisation.public_id}/reviews/{review}/copy/"
    return f"{at}?for={person}" if person else at


def test_a_copy_of_a_review_is_somebodys_own_and_nobodys_without_a_name(elm):
    amina, page = as_person(elm, "Amina"), copy_of(elm).removesuffix("copy/")
    assert copy_of(elm, elm.contacts["Dev"].public_id) in amina.get(page).content.decode()
    dilek = amina.get(copy_of(elm, elm.contacts["Dilek"].public_id)).content.decode()
    assert DILEK_MET in dilek
    assert DEV_MET not in dilek
    nobodys = amina.get(copy_of(elm)).content.decode()
    assert "Reads more freely." in nobodys
    assert DILEK_MET not in nobodys
    assert DEV_MET not in nobodys
    assert amina.get(copy_of(elm, elm.contacts["Ivan"].public_id)).status_code == 404


def test_a_parent_has_no_other_copy_than_their_own(elm):
    dilek = as_person(elm, "Dilek")
    page = dilek.get(copy_of(elm, elm.contacts["Dev"].public_id)).content.decode()
    assert DILEK_MET in page
    assert DEV_MET not in page


def test_the_copy_of_a_review_is_all_ours_to_translate(elm, pseudo_client):
    client = as_person(elm, "Amina", type(pseudo_client))
    assert client.get(copy_of(elm, elm.contacts["Dev"].public_id)).status_code == 200
