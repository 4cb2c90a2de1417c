"""That somebody was told is written down as it was, and put right with a reason where it was not."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from fourfold.casework.identify.models import Notice
from fourfold.casework.identify.queries import support_decision
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.signed_in import as_person
from tests.typed import typed_into
from tests.whole_cycle import decided

DAY, NOW = date(2025, 11, 5), datetime(2025, 11, 6, 10, tzinfo=UTC)
BY_HAND = {"how": ["in_person"], "on-day": ["5"], "on-month": ["11"], "on-year": ["2025"]}
BECAUSE = {"because": ["I pressed the wrong one."]}


@pytest.fixture
def elm(cast):
    with time_machine.travel(NOW, tick=False), tenant_scope(cast.elm.organisation.pk):
        decided(cast.elm, "Ayaan", DAY)
        yield cast.elm


def _at(elm, name, **ids):
    return reverse(f"identify:{name}", kwargs={"setting": elm.organisation.public_id, **ids})


def _told(elm, ben):
    decision = support_decision(elm.children["Ayaan"])
    ids = {"decision": decision.public_id}
    tell = _at(elm, "tell_one", person=elm.contacts["Dilek"].public_id, **ids)
    nothing = ben.post(tell, typed_into(ben.get(tell)))
    assert nothing.status_code == 200, "neither how nor when is chosen beforehand"
    assert not Notice.objects.exists()
    assert ben.post(tell, typed_into(ben.get(tell)) | BY_HAND).status_code == 303
    return Notice.objects.get(), _at(elm, "proof", **ids)


def test_how_and_when_are_asked_and_put_right_with_a_reason_and_both_are_kept(elm):
    ben = as_person(elm, "Ben")
    notice, proof = _told(elm, ben)
    mend = _at(elm, "put_right", notice=notice.public_id)
    ids = {"decision": notice.decision.public_id}
    people = [elm.contacts[name].public_id for name in ("Dilek", "Dev")]
    again = _at(elm, "tell_one", person=people[0], **ids)
    for page in (ben.get(again), ben.post(again, BY_HAND | {"once": "second"})):
        said = " ".join(strip_tags(page.content.decode()).split())
        assert "Dilek Khan has been told" in said
        assert re.search(r"told on 5 Nov\S* 2025 Face to face, with the letter · Mr Ben Hall", said)
        for way in (mend, _at(elm, "tell", **ids)):
            assert f'href="{way}"' in page.content.decode()
        assert f'href="{_at(elm, "notice", notice=notice.public_id)}"' in page.content.decode()
        assert notice.text.split("\n")[0] not in said, (
            "what they got is read where it leaves a look"
        )
        assert "Which day" not in said
        assert "There is a problem" not in said
    every = ben.get(_at(elm, "tell", **ids)).content.decode()
    assert "Face to face, with the letter · " in strip_tags(every)
    assert "Everybody who is owed the news has been told." not in every
    other = _at(elm, "tell_one", person=people[1], **ids)
    ben.post(other, typed_into(ben.get(other)) | BY_HAND)
    every = ben.get(_at(elm, "tell", **ids)).content.decode()
    assert "Everybody who is owed the news has been told." in every
    assert mend in ben.get(proof).content.decode()
    filled = typed_into(ben.get(mend))
    assert filled["how"] == ["in_person"]
    right = filled | {"how": ["phone"], "on-day": ["6"]}
    assert ben.post(mend, right).status_code == 200, "a reason is asked"
    assert ben.post(mend, right | BECAUSE).status_code == 303
    shown = ben.get(proof).content.decode()
    for words in ("By telephone", "Thursday 6 November 2025", "I pressed the wrong one."):
        assert words in shown, words
    for before in ("Face to face", "Wednesday 5 November 2025"):
        assert before in shown, before
    assert as_person(elm, "Dilek").get(mend).status_code in {403, 404}


def test_whoever_was_not_told_after_all_is_owed_it_again(elm):
    ben = as_person(elm, "Ben")
    notice, proof = _told(elm, ben)
    owed = DueRow.objects.filter(rule="tell_parents", met_on__isnull=True)
    assert elm.contacts["Dilek"].public_id not in set(owed.values_list("owed_to", flat=True))
    mend = _at(elm, "put_right", notice=notice.public_id)
    no_day = {"on-day": [""], "on-month": [""], "on-year": [""]}
    some = typed_into(ben.get(mend)) | BECAUSE | no_day
    asks = ben.post(mend, some)
    assert asks.status_code == 200, "who was told was told on a day"
    wrong = some | {"how": ["not_told"]}
    assert ben.post(mend, wrong).status_code == 303
    assert elm.contacts["Dilek"].public_id in set(owed.values_list("owed_to", flat=True))
    letter = _at(elm, "notice", notice=notice.public_id)
    assert as_person(elm, "Dilek").get(letter).status_code == 404
    shown = ben.get(proof).content.decode()
    assert "not told yet" in shown
    assert "I pressed the wrong one." in shown
    decision = support_decision(elm.children["Ayaan"]).public_id
    tell = _at(elm, "tell_one", decision=decision, person=elm.contacts["Dilek"].public_id)
    assert ben.post(tell, typed_into(ben.get(tell)) | BY_HAND).status_code == 303
    assert "not told yet" in ben.get(proof).content.decode(), "his father is not"
    assert differences() == []
