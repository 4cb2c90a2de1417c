"""What two windows or a lost session bring twice: each text is shown, and stays until its writer is done with it."""

import re

import pytest
import time_machine

from fourfold.casework.identify.actions import Seen as SeenBy
from fourfold.casework.identify.actions import raise_concern
from fourfold.casework.identify.models import Concern, Decision
from fourfold.casework.people.models import Pupil
from fourfold.config import clock
from fourfold.foundation.access.models import KeptForm
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Place, make_cast
from tests.signed_in import as_person
from tests.typed import typed_into

pytestmark = pytest.mark.django_db
FIRST, SECOND = "We meet on Monday in the library.", "I have asked the speech therapist."
WORDS, OTHERS = "He hides under the table.", "She cries when the bell rings."


@pytest.fixture
def moment():
    with time_machine.travel("2026-02-03 09:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def elm(moment) -> Place:
    return make_cast().elm


def home(elm: Place) -> str:
    return f"/at/{elm.organisation.public_id}/"


def a_concern(elm: Place) -> Concern:
    with tenant_scope(elm.organisation.pk):
        today = clock.today()
        child = Pupil.objects.get(pk=elm.children["Ayaan"].pk)
        seen = SeenBy(words=WORDS, family_spoken=True)
        return raise_concern(child, seen, actor=elm.actor("Ben", today), today=today)


def text_of(page) -> str:
    return page.content.decode()


@pytest.mark.parametrize(
    ("one", "two"),
    [("look_into", "look_into"), ("look_into", "leave_open"), ("leave_open", "no_more")],
)
def test_of_two_answers_to_one_concern_both_are_shown_and_kept(elm, one, two):
    address = f"{home(elm)}concern/{a_concern(elm).public_id}/"
    amina = as_person(elm, "Amina")
    windows = [typed_into(amina.get(address)) for _each in range(2)]
    sent = windows[0] | {"answer": FIRST, "then": one}
    assert amina.post(address, sent).status_code == 303
    answer = amina.post(address, windows[1] | {"answer": SECOND, "then": two})
    assert answer.status_code == 409
    shown = text_of(answer)
    for words in (FIRST, SECOND, "Ms Amina Obi", "3 February"):
        assert words in shown
    assert "Put them together, and save" not in shown
    assert "Discard it" in shown
    assert "Both are shown" in shown
    on = re.search(rf'href="({address}add/[^"]+)">Send what you typed as an addition', shown)[1]
    shown = text_of(amina.get(home(elm)))
    assert "It cannot be sent any more" in shown
    assert "Go on with it" not in shown
    # The page itself does not say that something waits to be sent.
    assert "cannot be sent any more" in text_of(amina.get(address))
    # A second press of the first window still is the first answer, and loses nothing either.
    assert amina.post(address, sent).status_code == 303
    kept = KeptForm.objects.get()
    read = text_of(amina.get(f"/kept/{kept.public_id}/"))
    assert SECOND in read
    assert "cannot be sent any more" in read
    assert f'href="{address}"' in amina.get(f"/kept/{kept.public_id}/").content.decode()
    # What came second can be sent as an addition: it stands below the answer, for whoever raised it too.
    further = amina.get(on)
    assert SECOND in text_of(further)
    assert amina.post(on, typed_into(further) | {"answer": SECOND}).headers["Location"] == address
    assert KeptForm.objects.get().used_at
    read = text_of(as_person(elm, "Ben").get(address))
    assert read.index(FIRST) < read.index(SECOND)
    assert "Added by" in read


def test_an_answer_to_a_concern_that_was_withdrawn_meanwhile_is_shown_and_kept(elm):
    address = f"{home(elm)}concern/{a_concern(elm).public_id}/"
    amina, ben = as_person(elm, "Amina"), as_person(elm, "Ben")
    window = typed_into(amina.get(address)) | {"answer": SECOND, "then": "look_into"}
    assert ben.post(f"{address}withdraw/", {"because": "It is over."}).status_code == 303
    answer = amina.post(address, window)
    assert answer.status_code == 409
    assert SECOND in text_of(answer)
    assert "withdrawn" in text_of(answer)


def lost(browser, address: str, moment, words: str, elm: Place) -> None:
    """Somebody writes a concern, and their session is over when they send it."""
    data = typed_into(browser.get(address)) | {"words": words}
    moment.shift(61 * 60)
    assert "kept=yes" in browser.post(address, data).headers["Location"]


def test_each_lost_text_of_one_form_waits_until_its_writer_sends_or_discards_it(elm, moment):
    address = f"{home(elm)}child/{elm.children['Ayaan'].public_id}/concern/"
    for words in (WORDS, OTHERS):
        lost(as_person(elm, "Ben"), address, moment, words, elm)
    ben = as_person(elm, "Ben")
    shown = text_of(ben.get(home(elm)))
    assert "2 texts that you were writing have not been sent" in shown
    # The new form says that something is waiting; what is sent from it takes nothing away.
    page = ben.get(address)
    assert "2 texts that you began on this page are waiting" in text_of(page)
    data = typed_into(page) | {"words": "Something else.", "spoken": "yes"}
    assert ben.post(address, data).status_code == 303
    assert KeptForm.objects.filter(used_at__isnull=True).count() == 2
    # One is gone on with, put wrong once, and sent: the other still waits.
    first, second = KeptForm.objects.order_by("pk")
    back = f"{address}?kept={first.public_id}"
    page = ben.get(back)
    assert WORDS in text_of(page)
    assert "1 text that you began on this page is waiting" in text_of(page)
    wrong = ben.post(back, typed_into(page) | {"words": WORDS})
    assert wrong.status_code == 200
    assert ben.post(back, typed_into(wrong) | {"words": WORDS, "spoken": "yes"}).status_code == 303
    assert [each.pk for each in KeptForm.objects.filter(used_at__isnull=True)] == [second.pk]
    # The other is discarded, by its writer alone.
    away = f"/kept/{second.public_id}/"
    assert away in text_of(ben.get(home(elm)))
    assert as_person(elm, "Tess").post(away).status_code == 404
    assert OTHERS in text_of(ben.get(away))
    assert KeptForm.objects.filter(pk=second.pk).exists()
    assert ben.post(away).status_code == 303
    assert not KeptForm.objects.filter(pk=second.pk).exists()
    assert "We kept it for you" not in text_of(ben.get(home(elm)))


def test_what_was_kept_without_a_lost_session_does_not_speak_of_one(elm):
    address = f"{home(elm)}concern/{a_concern(elm).public_id}/"
    amina = as_person(elm, "Amina")
    windows = [typed_into(amina.get(address)) for _each in range(2)]
    for window, words in zip(windows, (FIRST, SECOND), strict=True):
        answer = amina.post(address, window | {"answer": words, "then": "look_into"})
    twice = amina.post(address, windows[1] | {"answer": SECOND, "then": "look_into"})
    assert (answer.status_code, twice.status_code) == (409, 409)
    kept = KeptForm.objects.get()  # The same text twice is kept once.
    again = text_of(amina.get(f"{address}?kept={kept.public_id}"))
    for page in (text_of(amina.get(home(elm))), again):
        assert "signed out" not in page
    away = re.search(r'href="(/kept/[^"]+)"', again)
    assert away
    assert away[1] == f"/kept/{kept.public_id}/"


def test_of_two_who_decide_the_second_learns_what_was_decided_by_whom(elm):
    concern = a_concern(elm)
    amina = as_person(elm, "Amina")
    amina.post(f"{home(elm)}concern/{concern.public_id}/", {"answer": FIRST, "then": "look_into"})
    address = f"{home(elm)}cycle/{concern.cycle.public_id}/decide/"
    sent = {"areas": ["cognition_and_learning"], "passed_because": "He waits long enough."}
    sent |= {"what": "support"}
    windows = [typed_into(amina.get(address)) | sent for _each in range(2)]
    assert amina.post(address, windows[0] | {"reasons": FIRST}).status_code == 303
    answer = amina.post(address, windows[1] | {"reasons": SECOND})
    assert answer.status_code == 409
    shown = text_of(answer)
    for words in ("Ms Amina Obi", "3 February", SECOND, "What stands now"):
        assert words in shown
    assert "the page you saw may be old" not in shown
    assert 'name="reasons"' not in shown
    with tenant_scope(elm.organisation.pk):
        assert Decision.objects.count() == 1
