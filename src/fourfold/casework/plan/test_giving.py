"""A plan counts as given when it has reached somebody: sent, printed and given, opened, or gone through with them."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core.mail.backends import locmem
from django.urls import reverse
from django.utils.html import strip_tags

from fourfold.casework.cycles.facts import facts_of
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Care
from fourfold.casework.plan import actions
from fourfold.casework.plan.models import SupportLine, VersionShare
from fourfold.casework.plan.queries import first_named
from fourfold.casework.plan.story import todos
from fourfold.config import clock
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.remembered import forget
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.a_plan import DAY, cast_with_a_plan
from tests.signed_in import as_person


class NobodyThere(locmem.EmailBackend):
    """A mail server that knows none of the addresses."""

    def send_messages(self, messages):
        """Refuses for good."""
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})


@pytest.fixture
def made(db):
    with time_machine.travel(DAY, tick=False):
        cast, plan = cast_with_a_plan()
        with tenant_scope(cast.elm.organisation.pk):
            yield cast.elm, plan


@pytest.fixture
def elm(made):
    return made[0]


@pytest.fixture
def version(made):
    return actions.share_plan(made[1], actor=made[0].actor("Ben", DAY), today=DAY)


def lacking(elm, version):
    """Who of the family has not got it, by first name."""
    forget()
    names = {row.public_id: name for name, row in (elm.contacts | elm.children).items()}
    family = facts_of(version.plan.cycle, DAY).family
    return {names[each.person] for each in family if each.plan_shared_on is None}


def lines(elm):
    forget()
    words = ("Give the plan", "The plan is on its way")
    found = [row for row in todos(elm.actor("Ben", DAY), DAY) if str(row.what).startswith(words)]
    return [(str(row.what).split(" to ")[0], row.kind) for row in found]


def test_what_is_queued_is_not_given_before_it_has_left(elm, version):
    assert lacking(elm, version) == {"Dilek", "Dev", "Ayaan"}
    deliver_all(clock.now())
    assert lacking(elm, version) == {"Ayaan"}
    assert facts_of(version.plan.cycle, DAY).staff_shared_on == DAY


def test_what_nobody_could_be_sent_stays_open_and_is_handed_over(elm, version, settings):
    settings.EMAIL_BACKEND = f"{__name__}.NobodyThere"
    deliver_all(clock.now())
    assert Message.objects.filter(kind="plan.shared", state="failed").count() == 2
    assert lacking(elm, version) == {"Dilek", "Dev", "Ayaan"}
    assert lines(elm) == [("Give the plan", "due")]
    ben, dev = elm.actor("Ben", DAY), elm.contacts["Dev"].public_id
    actions.hand_over(version, dev, "print", DAY, actor=ben, today=DAY)
    assert lacking(elm, version) == {"Dilek", "Ayaan"}
    share = VersionShare.objects.select_related("message").get(contact=elm.contacts["Dev"])
    assert (share.via, share.given_on, share.message.state) == ("print", DAY, "failed")
    with pytest.raises(Stale):
        actions.hand_over(version, dev, "print", DAY, actor=ben, today=DAY)


def test_while_messages_bring_it_the_line_waits_and_goes_when_all_have_it(elm, version):
    ben, child = elm.actor("Ben", DAY), version.plan.cycle.pupil.public_id
    assert lines(elm) == [("Give the plan", "due")]
    actions.hand_over(version, child, "in_person", DAY, actor=ben, today=DAY)
    assert lines(elm) == [("The plan is on its way", "waiting")]
    deliver_all(clock.now())
    assert lines(elm) == []


def _care(elm, who):
    found = Care.objects.select_related("contact__membership", "pupil")
    return found.get(contact=elm.contacts[who], pupil=elm.children["Ayaan"])


@pytest.mark.parametrize("ended", [True, False])
def test_nobody_is_asked_to_give_it_to_whom_it_must_not_be_given_any_more(elm, version, ended):
    amina, ben = elm.actor("Amina", DAY), elm.actor("Ben", DAY)
    if ended:
        people.end_care(_care(elm, "Dev"), DAY, "They parted.", actor=amina, today=DAY)
    else:
        people.change_care(_care(elm, "Dev"), actor=amina, seen={}, today=DAY, bars_all=True)
    deliver_all(clock.now())
    assert (
        Message.objects.get(to=elm.contacts["Dev"].membership, kind="plan.shared").state
        == "stopped"
    )
    ids = {"setting": elm.organisation.public_id, "version": version.public_id}
    shown, give = (reverse(f"plan:{name}", kwargs=ids) for name in ("shared", "hand_over"))
    dev = elm.contacts["Dev"].public_id
    ben_there = as_person(elm, "Ben")
    page = ben_there.get(shown).content.decode()
    assert "Not to be given to them any more" in page
    assert f"{give}?person={dev}" not in page
    assert dev not in ben_there.get(give).content.decode()
    child = version.plan.cycle.pupil.public_id
    assert lines(elm) == [("Give the plan", "due")]
    actions.hand_over(version, child, "in_person", DAY, actor=ben, today=DAY)
    assert lines(elm) == []


def test_whoever_opened_it_has_it(elm, version):
    actions.note_seen(version, actor=elm.actor("Dev", DAY), today=DAY)
    assert lacking(elm, version) == {"Dilek", "Ayaan"}


@pytest.mark.parametrize("days", [-1, 1])
def test_it_is_handed_over_after_it_was_shared_and_not_tomorrow(elm, version, days):
    dev, on = elm.contacts["Dev"].public_id, DAY + timedelta(days=days)
    with pytest.raises(Impossible, match="between the sharing and today"):
        actions.hand_over(version, dev, "print", on, actor=elm.actor("Ben", DAY), today=DAY)


def test_it_is_handed_over_only_to_those_with_whom_it_is_shared(elm, version):
    for who in ("Ivan", "Marta"):
        with pytest.raises(Impossible, match="only people who may"):
            actions.hand_over(
                version,
                elm.contacts[who].public_id,
                "print",
                DAY,
                actor=elm.actor("Ben", DAY),
                today=DAY,
            )


def test_staff_say_on_a_page_that_somebody_has_it(elm, version):
    ids = {"setting": elm.organisation.public_id, "version": version.public_id}
    at, ben = reverse("plan:hand_over", kwargs=ids), as_person(elm, "Ben")
    assert "Who has it?" in ben.get(at).content.decode()
    child = version.plan.cycle.pupil.public_id
    sent = {"person": child, "how": "in_person", "once": "h1"}
    sent |= {f"on-{part}": str(getattr(DAY, part)) for part in ("day", "month", "year")}
    assert ben.post(at, sent).status_code == 303
    assert lacking(elm, version) == {"Dilek", "Dev"}
    assert as_person(elm, "Tess").get(at).status_code in {403, 404}


def test_support_that_starts_later_than_the_plan_says_has_a_reason_that_the_family_reads(made):
    elm, plan = made
    by, line = elm.actor("Ben", DAY), SupportLine.objects.get()
    assert first_named(plan) is None
    actions.change_line(line, actor=by, seen=0, starts_on=DAY)
    for on in (DAY + timedelta(days=7), None, DAY - timedelta(days=7)):
        another = actions.add_line(plan, actor=by, what="Another.", starts_on=on)
    # The one that was to begin before the others has ended.
    with verb_at_work(plan.tenant_id, "test"):
        another.compare_and_set({}, ended_on=DAY)
    version = actions.share_plan(plan, actor=by, today=DAY)
    here, ben = elm.organisation.public_id, as_person(elm, "Ben")
    at = reverse("plan:start", kwargs={"setting": here, "plan": plan.public_id})
    says = "The plan says: from Monday 12 January 2026."
    assert says in ben.get(at).content.decode()
    later = {"starts_on-day": "19", "starts_on-month": "1", "starts_on-year": "2026", "once": "s"}
    refused = ben.post(at, later)
    assert refused.status_code == 200
    assert f"{says} Choose that day" in refused.content.decode()
    because = {"because": "Ms Price is away this week.", "once": "s2"}
    assert ben.post(at, later | because).status_code == 303
    shared = reverse("plan:shared", kwargs={"setting": here, "version": version.public_id})
    dev = as_person(elm, "Dev")
    for page in (shared, reverse("desk:home", kwargs={"setting": here})):
        words = strip_tags(dev.get(page).content.decode())
        assert "Monday 19 January" in words
        assert "later than the plan says: Ms Price is away this week." in words


def test_how_it_was_handed_over_is_one_of_the_words_there_are(elm, version):
    dev, ben = elm.contacts["Dev"].public_id, elm.actor("Ben", DAY)
    with pytest.raises(Impossible, match="how they got it"):
        actions.hand_over(version, dev, "nonsense", DAY, actor=ben, today=DAY)
