"""The demonstration: the same seed makes the same people, in each of its settings, and what is made verifies."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.models import Notice
from fourfold.casework.people.models import Care, InheritedSpell, Pupil, WhomToAsk
from fourfold.casework.people.queries import calendar
from fourfold.casework.plan.models import Plan, VersionShare
from fourfold.casework.review.models import Review
from fourfold.casework.voice.models import RECEIVED, Contribution
from fourfold.config import clock, demo
from fourfold.config.demo import many
from fourfold.config.demo.cast import hashed_password
from fourfold.config.demo.many import Shape, Sizes, make_many
from fourfold.domain.clock import is_open
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.models import Organisation, RoleHeld
from fourfold.foundation.act.night import verify
from fourfold.foundation.act.verbs import VERBS, NotAllowed
from fourfold.foundation.due.recompute import differences, put_off_to_the_night
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope


def _people() -> dict[str, list[tuple]]:
    found = {}
    for organisation in Organisation.objects.order_by("pk"):
        with tenant_scope(organisation.pk):
            pupils = Pupil.objects.order_by("pk").values_list(
                "given_name", "family_name", "birth_date"
            )
            cares = Care.objects.order_by("pk").values_list("contact__given_name", "relationship")
            spells = InheritedSpell.objects.order_by("pk").values_list("code", "begins")
            found[organisation.name] = [*pupils, *cares, *spells]
    return found


def _roles() -> set[str]:
    """As what one can look round: somebody of the demonstration holds each role."""
    found: set[str] = set()
    for organisation in Organisation.objects.order_by("pk"):
        with tenant_scope(organisation.pk):
            found |= set(RoleHeld.objects.values_list("role", flat=True))
    return found


def _in_cycles() -> list[str]:
    """The plain settings in which there is a cycle; what is due in each is as the facts have it."""
    found = []
    for organisation in Organisation.objects.filter(name__contains=" Primary ").order_by("pk"):
        with tenant_scope(organisation.pk):
            found += [organisation.name] if Cycle.objects.exists() else []
            assert differences() == []
    return found


def _who_can_be_asked() -> list[str]:
    """The settings of the cast that say how families reach their SENCO and where free advice is; letters say it."""
    found = []
    for organisation in Organisation.objects.order_by("pk"):
        with tenant_scope(organisation.pk):
            for row in WhomToAsk.objects.all():
                assert ".example" in row.senco_reached
                assert "SENDIASS" in row.advice
                for letter in Notice.objects.values_list("text", flat=True):
                    assert row.senco_reached in letter
                    assert row.advice in letter
                found.append(organisation.name)
    return found


def _waiting_words() -> int:
    """How many words of families wait at Elm to be read first: what waits came less than a week ago."""
    with tenant_scope(Organisation.objects.get(name="Elm Primary").pk):
        waiting = Contribution.objects.filter(state=RECEIVED)
        for each in waiting:
            assert clock.today() - each.received_on < timedelta(days=7)
        assert not Care.objects.filter(contact__given_name__contains="mother").exists()
        return waiting.count()


def _sent_when_it_was_told() -> bool:
    """Who was given a plan got its message on the day on which it was shared, and opened it no earlier."""
    with tenant_scope(Organisation.objects.get(name="Elm Primary").pk):
        shares = VersionShare.objects.filter(message__state="sent").select_related(
            "version", "message"
        )
        days = [(each.message.reached_on, each.version.shared_on, each.seen_on) for each in shares]
    assert days
    return all(sent == shared and (not seen or seen >= sent) for sent, shared, seen in days)


def _days_to_meet() -> set[bool]:
    """Whether each setting of the demonstration is open on the days on which people meet there."""
    found: set[bool] = set()
    for organisation in Organisation.objects.order_by("pk"):
        with tenant_scope(organisation.pk):
            days = {*Review.objects.values_list("meets_on", flat=True)}
            days |= {*Review.objects.values_list("next_review_on", flat=True)}
            days |= {*Plan.objects.values_list("review_on", flat=True)}
            found |= {is_open(day, calendar()) for day in days if day}
    return found


def _made(seed: int) -> dict[str, list[tuple]]:
    with transaction.atomic():
        demo.make(pupils=10, seed=seed, shape=Shape(in_cycle=0.5, classes=2))
        found = _people()
        assert verify() == {}
        assert _waiting_words() == 1
        assert _sent_when_it_was_told()
        assert _days_to_meet() == {True}
        assert _who_can_be_asked() == ["Elm Primary", "Oak Primary", "Willow Academy"]
        assert _roles() == {str(role) for role in Role}
        assert _in_cycles() == ["Alder Primary 1", "Birch Primary 2"]
        transaction.set_rollback(True)
    return found


def _plain(seed: int) -> dict[str, list[tuple]]:
    with transaction.atomic(), put_off_to_the_night():
        make_many(
            Sizes(10, one_setting=False),
            seed=seed,
            first_day=demo.FIRST_DAY,
            today=clock.today(),
            password=hashed_password(),
            shape=Shape(in_cycle=0.5, classes=2),
        )
        found = _people()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def small_settings(db, monkeypatch):
    """Settings of six children, on a Monday in term."""
    monkeypatch.setattr(many, "SETTING_SIZE", 6)
    with time_machine.travel("2026-11-23 09:00", tick=False):
        yield


@pytest.mark.only_postgresql(reason="On SQLite the next test makes it, and makes it again.")
@pytest.mark.usefixtures("small_settings")
def test_a_demonstration_is_whole_and_verifies():
    made = _made(4)
    assert len(made["Alder Primary 1"]) > len(made["Birch Primary 2"]) >= 8


@pytest.mark.only_sqlite(reason="What a seed makes is drawn before any database is asked.")
@pytest.mark.usefixtures("small_settings")
def test_the_same_seed_makes_the_same_people_another_seed_others_and_each_verifies():
    first, second, other = _made(4), _made(4), _plain(5)
    assert first == second
    assert first["Alder Primary 1"] != other["Alder Primary 1"]


@pytest.mark.parametrize(
    ("pupils", "one", "sizes"),
    [(0, False, []), (60, False, [60]), (420, False, [420]), (500, False, [420, 80]), (900, True, [900])],
)  # fmt: skip
def test_settings_are_of_420_or_all_in_one(pupils: int, one: bool, sizes: list[int]):
    assert list(Sizes(pupils, one).each()) == sizes


def test_who_can_sign_in_is_said(cast):
    lines = demo.who_can_sign_in()
    assert any("(Senior leader) hana@elm.example" in line for line in lines)
    assert any("amina@elm.example" in line for line in lines)
    assert any(demo.PASSWORD in line for line in lines)


def test_nobody_but_the_system_gives_a_message_another_day(cast):
    here, at = cast.elm.organisation, clock.now()
    with tenant_scope(here.pk):
        with pytest.raises(NotAllowed):
            VERBS["demonstration.date"](
                Message(tenant_id=here.pk), actor=cast.elm.actor("Amina", clock.today()), at=at
            )
        system = system_actor(here.pk, "demonstration")
        with pytest.raises(Stale):
            VERBS["demonstration.date"](Message(tenant_id=here.pk), actor=system, at=at)
