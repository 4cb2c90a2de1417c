"""What is kept for a while only goes at night, with a link in the trail where rows of a setting go."""

from datetime import UTC, date, datetime, timedelta

import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session

from fourfold.foundation.access.models import (
    Attempt,
    FamilyCode,
    Invitation,
    KeptForm,
    SignInLink,
    Spent,
    User,
)
from fourfold.foundation.act.models import Done
from fourfold.foundation.act.ticks import jobs_each_night
from fourfold.foundation.intake.actions import bring_file
from fourfold.foundation.intake.models import Intake, IntakeRow
from fourfold.foundation.retention.passing import passing, take_away_what_has_passed
from fourfold.foundation.retention.registry import rule_of
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.chain import walk
from fourfold.foundation.trail.models import TrailEntry
from fourfold.foundation.trail.rows import altered_rows

NOW = datetime(2026, 3, 12, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_job_is_one_of_the_night() -> None:
    assert take_away_what_has_passed in jobs_each_night().values()


def test_every_short_lived_table_says_when_its_rows_go() -> None:
    short = {
        m._meta.label for m in apps.get_models() if (r := rule_of(m)) and r.id == "short_lived"
    }
    assert short
    assert short <= {each.label for each in passing()}


def test_handled_forms_kept_forms_and_ways_in_go_when_their_time_has_come(cast) -> None:
    elm, user = cast.elm.organisation, User.objects.get(email="ada@elm.example")
    in_two = [(NOW - DAY * 1.5, "old"), (NOW - DAY * 0.5, "new")]
    with tenant_scope(elm.pk):
        for at, name in in_two:
            Done(tenant_id=elm.pk, token=name, at=at).save()
    for at, name in in_two:
        Attempt(key=name, at=at).save()
        Spent(key=name, at=at).save()
        KeptForm(owner=name, path="/", sealed="x", at=at - DAY * 6).save()
        SignInLink(token=name, key="a", made_at=at, until=at).save()
        Invitation(token=name, user=user, made_at=at, until=at).save()
        FamilyCode(
            organisation=elm, membership="m", use="sign_in", digest=name, made_at=at, until=at
        ).save()
        Session(
            session_key=name, session_data="", expire_date=at + DAY * 36500 * (name == "new")
        ).save()
    FamilyCode(
        organisation=elm, membership="m", use="personal", digest="kept", made_at=NOW - DAY * 900
    ).save()
    take_away_what_has_passed(NOW)
    with tenant_scope(elm.pk):
        assert [each.token for each in Done.objects.all()] == ["new"]
    assert [each.key for each in Attempt.objects.all()] == ["new"]
    assert [each.key for each in Spent.objects.all()] == ["new"]
    assert [each.owner for each in KeptForm.objects.all()] == ["new"]
    assert [each.token for each in SignInLink.objects.all()] == ["new"]
    assert [each.token for each in Invitation.objects.all() if each.token in {"old", "new"}] == [
        "new"
    ]
    assert [
        each.session_key for each in Session.objects.all() if each.session_key in {"old", "new"}
    ] == ["new"]
    assert sorted(each.digest for each in FamilyCode.objects.all()) == ["kept", "new"]


def test_a_list_goes_after_a_hundred_days_with_a_link_in_the_trail(cast) -> None:
    elm = cast.elm.organisation
    with tenant_scope(elm.pk), time_machine.travel(NOW, tick=False):
        ada = cast.elm.actor("Ada", date(2026, 3, 12))
        content = b"Forename,Surname,DOB\nMia,Stone,01/02/2017\n"
        intake = bring_file(elm, "children", "r.csv", content, actor=ada, today=NOW.date())
    take_away_what_has_passed(NOW + DAY * 100)
    with tenant_scope(elm.pk):
        assert Intake.objects.count() == 1
        before = TrailEntry.objects.count()
    take_away_what_has_passed(NOW + DAY * 100 + timedelta(seconds=1))
    take_away_what_has_passed(NOW + DAY * 101)
    with tenant_scope(elm.pk):
        assert not Intake.objects.exists()
        assert not IntakeRow.objects.exists()
        links = TrailEntry.objects.filter(act="retention.take_away")
        assert links.count() == 2 == TrailEntry.objects.count() - before
        assert [link.actor for link in links] == ["system:retention"] * 2
        told = {(row[1], row[2]) for link in links for row in link.rows}
        assert (intake.public_id, "removed") in told
        assert list(walk()) == []
        assert list(altered_rows()) == []
