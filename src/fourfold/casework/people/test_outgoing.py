"""The disclosure gate and the outbox: what is held, what is stopped, what is tried again; on a real database."""

import smtplib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.mail.backends import locmem

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Care
from fourfold.casework.people.queries import informed_family
from fourfold.config import clock
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.models import Membership
from fourfold.foundation.act import deliver, organisations
from fourfold.foundation.act.verbs import NotAllowed
from fourfold.foundation.notify import registry
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.outbox import queue
from fourfold.foundation.notify.registry import Kind, Rendered
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from fourfold.foundation.trail.models import TrailEntry
from tests.signed_in import as_person

DAY = date(2025, 11, 5)


@dataclass(frozen=True)
class Ping:
    """The payload of a kind of message that only these tests have."""

    on: str


def _words(ping: Ping, to: Membership) -> Rendered:
    if ping.on == "broken":
        raise ValueError("Ayaan Khan")
    return Rendered("News from Elm", ("Hello.",), "/x/")


@pytest.fixture
def elm(cast, monkeypatch):
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(Kind("test.ping", Ping, _words, Ping("d")))
    with time_machine.travel(DAY, tick=False), tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


def wrote(elm, to="Dilek", child="Ayaan", channel="email", on="d", address="") -> Message:
    member = elm.members.get(to) or elm.contacts[to].membership
    about = elm.children[child].public_id if child else ""
    with verb_at_work(elm.organisation.pk, "test"):
        return queue(
            "test.ping",
            Ping(on),
            to=member,
            channel=channel,
            child=about,
            address=address or f"{to.lower()}@family.example",
        )


def system(elm):
    return system_actor(elm.organisation.pk, "set-up")


def change(elm, child, **fields):
    pupil = elm.children[child]
    people.change_pupil(pupil, actor=system(elm), seen={}, **fields)


def bar(elm, who, child):
    care = Care.objects.get(contact=elm.contacts[who], pupil=elm.children[child])
    of = {"actor": system(elm), "today": DAY, "another_person": True}
    people.change_care(care, seen={}, bars_all=True, **of)


def delivered(message: Message, later: timedelta = timedelta()) -> Message:
    deliver.deliver_all(clock.now() + later)
    message.refresh_from_db()
    return message


def test_an_ordinary_message_goes(elm, mailoutbox):
    assert delivered(wrote(elm)).state == "sent"
    assert [mail.to for mail in mailoutbox] == [["dilek@family.example"]]


def test_about_a_protected_child_nothing_leaves_until_a_person_lets_it_out(elm, mailoutbox):
    change(elm, "Ayaan", whereabouts_protected=True)
    message = wrote(elm)
    assert (message.state, "protected" in message.why) == ("held", True)
    assert delivered(message).state == "held"
    assert mailoutbox == []
    amina = as_person(elm, "Amina")
    page = amina.get(f"/at/{elm.organisation.public_id}/messages/{message.public_id}/")
    assert "Release this message" in page.content.decode()
    amina.post(f"/at/{elm.organisation.public_id}/messages/{message.public_id}/")
    assert delivered(message).state == "sent"
    assert message.released_by == elm.members["Amina"]
    assert len(mailoutbox) == 1
    entry = TrailEntry.objects.get(act="message.release")
    assert entry.actor == elm.members["Amina"].public_id


def test_staff_are_told_of_a_protected_child_inside_the_building(elm):
    change(elm, "Ayaan", whereabouts_protected=True)
    assert delivered(wrote(elm, "Ben", channel="in_app")).state == "sent"
    assert wrote(elm, "Ben").state == "held"


def test_a_child_who_becomes_protected_between_queue_and_send_is_held(elm):
    message = wrote(elm)
    change(elm, "Ayaan", whereabouts_protected=True)
    assert delivered(message).state == "held"


def test_nobody_without_the_outbox_releases(elm):
    change(elm, "Ayaan", whereabouts_protected=True)
    with pytest.raises(NotAllowed):
        deliver.release(wrote(elm), actor=elm.actor("Ben", DAY))


def test_a_barred_father_is_not_written_to(elm, mailoutbox):
    message = wrote(elm, "Ivan", "Rosa")
    assert (message.state, "order" in message.why) == ("stopped", True)
    assert delivered(message).state == "stopped"
    assert mailoutbox == []


def test_an_order_bars_one_of_two_at_a_mailbox_and_what_is_for_the_other_waits_for_a_person(
    elm, mailoutbox
):
    names = {"given_name": "Derya", "family_name": "Khan", "email": "DEV@family.example"}
    derya = people.add_contact(elm.organisation, actor=system(elm), today=DAY, **names)
    bar(elm, "Dev", "Ayaan")
    of = {"actor": system(elm), "today": DAY, "relationship": "mother"}
    people.add_care(elm.children["Ayaan"], derya, another_person=True, **of)
    elm.contacts["Derya"], shared = derya, "dev@family.example"
    assert delivered(wrote(elm, "Dev", address=shared)).state == "stopped"
    message = delivered(wrote(elm, "Derya", address=shared))
    assert (message.state, "same e-mail address" in message.why) == ("held", True)
    assert mailoutbox == []
    # She is not barred with him: she is told, by a letter too.
    told = {care.contact.given_name for care in informed_family(elm.children["Ayaan"], DAY)}
    assert told == {"Dilek", "Derya"}
    assert wrote(elm, "Derya", channel="print").state == "queued"
    deliver.release(message, actor=elm.actor("Amina", DAY))
    assert delivered(message).state == "sent"


def test_an_order_between_queue_and_send_stops_the_message_released_or_not(elm, mailoutbox):
    message = wrote(elm, "Dev")
    change(elm, "Ayaan", whereabouts_protected=True)
    held = wrote(elm, "Dev")
    deliver.release(held, actor=elm.actor("Amina", DAY))
    bar(elm, "Dev", "Ayaan")
    assert delivered(message).state == "stopped"
    assert delivered(held).state == "stopped"
    assert mailoutbox == []


def test_whose_care_is_over_and_who_never_cared_for_the_child_gets_nothing(elm):
    care = Care.objects.get(contact=elm.contacts["Dev"])
    people.change_care(
        care, actor=system(elm), seen={}, today=DAY, valid_to=DAY - timedelta(days=1)
    )
    assert wrote(elm, "Dev").state == "stopped"
    assert wrote(elm, "Marta").state == "stopped"


def test_who_does_not_belong_here_any_more_gets_nothing(elm):
    message = wrote(elm, "Ben", channel="in_app", child="")
    yesterday = DAY - timedelta(days=1)
    organisations.end_membership(
        elm.organisation, elm.members["Ben"], actor=system(elm), today=yesterday
    )
    assert delivered(message).state == "stopped"


def test_the_invited_psychologist_is_told_until_the_invitation_ends(elm):
    assert wrote(elm, "Evie").state == "queued"
    assert wrote(elm, "Evie", "Rosa").state == "stopped"


def test_about_a_child_who_has_left_nothing_goes(elm):
    message = wrote(elm)
    change(elm, "Ayaan", left_on=DAY - timedelta(days=1))
    assert delivered(message).state == "stopped"


# ---- what goes wrong on the way ----


class Down(locmem.EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


class NoSuchAddress(locmem.EmailBackend):
    """A mail server that knows no such address."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})


def use(settings, backend):
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__qualname__}"


def test_a_mail_server_that_is_away_for_a_moment_loses_nothing(elm, settings, mailoutbox):
    working = settings.EMAIL_BACKEND
    use(settings, Down)
    message = wrote(elm)
    for second in range(6):
        delivered(message, timedelta(seconds=second))
    assert (message.state, message.tries) == ("queued", 1)
    settings.EMAIL_BACKEND = working
    assert delivered(message, timedelta(minutes=2)).state == "sent"
    assert len(mailoutbox) == 1


def test_after_a_day_of_tries_it_has_failed_and_a_person_can_send_it_again(elm, settings):
    working = settings.EMAIL_BACKEND
    use(settings, Down)
    message, later = wrote(elm), timedelta()
    while delivered(message, later).state == "queued":
        later = message.not_before - clock.now()
    assert message.state == "failed"
    assert timedelta(hours=23) < later < timedelta(hours=25)
    settings.EMAIL_BACKEND = working
    amina = as_person(elm, "Amina")
    address = f"/at/{elm.organisation.public_id}/messages/{message.public_id}/"
    assert "Send it again" in amina.get(address).content.decode()
    amina.post(address)
    assert delivered(message).state == "sent"


def test_an_address_that_does_not_exist_is_said_at_once(elm, settings):
    use(settings, NoSuchAddress)
    message = delivered(wrote(elm))
    assert (message.state, message.why) == ("failed", deliver.REFUSED)


def test_one_message_that_cannot_be_written_keeps_no_other_back_and_tells_no_name(elm, capsys):
    broken, fine = wrote(elm, on="broken"), wrote(elm)
    assert delivered(broken).state == "failed"
    fine.refresh_from_db()
    assert fine.state == "sent"
    assert "Ayaan" not in broken.why + capsys.readouterr().out


def test_what_a_stopped_worker_had_in_hand_is_taken_up_again(elm):
    message = wrote(elm)
    deliver.take(message, actor=system(elm), now=clock.now())
    assert delivered(message, timedelta(minutes=9)).state == "sending"
    assert delivered(message, timedelta(minutes=11)).state == "sent"


def test_two_workers_send_one_message_once(elm):
    message = wrote(elm)
    same = Message.objects.get(pk=message.pk)
    deliver.take(same, actor=system(elm), now=clock.now())
    assert deliver.deliver_one(message, system(elm), clock.now()) is False
    with pytest.raises(Stale):
        deliver.take(message, actor=system(elm), now=clock.now())


# ---- paper ----


def test_without_a_mail_server_an_e_mail_goes_on_paper_and_counts_once_it_was_given(elm, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    message = delivered(wrote(elm))
    assert (message.state, message.reached_at) == ("to_print", None)
    when = datetime(2025, 11, 6, 9, tzinfo=clock.LONDON)
    deliver.give_printed(message, actor=elm.actor("Ada", DAY), now=when)
    message.refresh_from_db()
    assert (message.state, message.reached_at) == ("given", when)
    assert message.given_by == elm.members["Ada"]


def test_the_demonstration_has_its_own_mailbox(elm, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH, settings.DEMO = tmp_path, True
    assert delivered(wrote(elm)).state == "sent"


def test_what_is_to_be_printed_stands_on_the_home_of_senco_and_office_until_it_was_given(elm):
    message = delivered(wrote(elm, channel="print"))
    setting = f"/at/{elm.organisation.public_id}"
    for who in ("Amina", "Ada"):
        home = as_person(elm, who).get(f"{setting}/").content.decode()
        assert f"{setting}/messages/{message.public_id}/" in home
    delivered(wrote(elm, channel="print"))
    listed = as_person(elm, "Ada").get(f"{setting}/messages/?state=to_print").content.decode()
    assert message.public_id in listed
    home = as_person(elm, "Ada").get(f"{setting}/").content.decode()
    assert "Messages to print and give: 2" in home
    assert "print and give" not in as_person(elm, "Ben").get(f"{setting}/").content.decode()
    ada = as_person(elm, "Ada")
    assert "Hello." in ada.get(f"{setting}/messages/{message.public_id}/paper/").content.decode()
    ada.post(f"{setting}/messages/{message.public_id}/")
    message.refresh_from_db()
    assert message.state == "given"
    assert "print and give: 1" in ada.get(f"{setting}/").content.decode()
