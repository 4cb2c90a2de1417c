"""What opens every child's record is taken by nobody for themselves, and those who lead are told of it."""

from datetime import timedelta

import pytest

from fourfold.casework.people.actions import add_staff, set_roles
from fourfold.casework.people.first import add_first
from fourfold.config import clock
from fourfold.domain.words import Role, SettingKind
from fourfold.foundation.access.actors import actor_of
from fourfold.foundation.access.session import PROVED
from fourfold.foundation.act.organisations import (
    appoint_senco,
    end_membership,
    found_organisation,
    give_role,
)
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.intake.actions import bring_file
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.registry import rendered
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.signed_in import as_person

HEAD = Role.SENIOR_LEADER


def _at(place, path: str) -> str:
    return f"/at/{place.organisation.public_id}/{path}"


def _own(place, name: str) -> str:
    return _at(place, f"staff/{place.members[name].public_id}/")


def _told() -> list[tuple[str, str, str]]:
    found = Message.objects.filter(kind="member.roles_changed").select_related("to").order_by("pk")
    return [(m.to.called, m.payload["gained"], m.payload["lost"]) for m in found]


def test_nobody_changes_what_they_are_here_themselves(cast):
    elm, today = cast.elm, clock.today()
    for name in ("Ada", "Amina"):
        person = as_person(elm, name)
        page = person.get(_own(elm, name)).content.decode()
        assert "You cannot change what you are here yourself" in page
        assert 'name="roles"' not in page
        sent = {"roles": ["administrator", "senco", "senior_leader"], "once": "a"}
        refused = person.post(_own(elm, name), sent)
        assert "You cannot change what you are here yourself" in refused.content.decode()
        with tenant_scope(elm.organisation.pk):
            before = actor_of(elm.members[name], today)
            with pytest.raises(Impossible):
                give_role(
                    elm.organisation, elm.members[name], Role.GOVERNOR, actor=before, today=today
                )
    with tenant_scope(elm.organisation.pk):
        ada = elm.actor("Ada", today)
        with pytest.raises(Impossible):
            appoint_senco(elm.organisation, elm.members["Ada"], today, actor=ada)
        assert actor_of(elm.members["Ada"], today).roles == {Role.ADMINISTRATOR}
        assert _told() == []


def test_senco_and_senior_leaders_are_told_who_gets_or_loses_what_opens_most(cast):
    elm, today = cast.elm, clock.today()
    with tenant_scope(elm.organisation.pk):
        ada = elm.actor("Ada", today)
        set_roles(elm.members["Ben"], [Role.TEACHER, Role.GOVERNOR], actor=ada, today=today)
        assert _told() == []
        set_roles(elm.members["Ben"], [Role.TEACHER, Role.SENCO], actor=ada, today=today)
        told = sorted(_told())
        assert [who for who, _gained, _lost in told] == ["Mrs Hana Baker", "Ms Amina Obi"]
        assert {(gained, lost) for _who, gained, lost in told} == {("senco", "")}
        one = Message.objects.filter(kind="member.roles_changed").first()
        words = " ".join(rendered(one.kind, one.payload, one.to).paragraphs)
        assert "Mr Ben Hall is from now on: SENCO. " in words
        assert elm.members["Ada"].called in words
        end_membership(elm.organisation, elm.members["Ben"], actor=ada, today=today)
        # Ben was told too: he leads on the day on which he is told that he will not.
        assert _told()[2:] == [
            ("Ms Amina Obi", "", "senco"),
            ("Mr Ben Hall", "", "senco"),
            ("Mrs Hana Baker", "", "senco"),
        ]


def test_a_list_that_gives_roles_asks_again_who_brings_it_in(cast):
    elm, today, lines = cast.elm, clock.today(), b"Name,Email,Role\nMr New,new@elm.example,DSL"
    with tenant_scope(elm.organisation.pk):
        ada = elm.actor("Ada", today)
        waits = bring_file(elm.organisation, "staff", "s.csv", lines, actor=ada, today=today)
    address, person = _at(elm, f"bring-in/{waits.public_id}/"), as_person(elm, "Ada")
    assert person.get(address).status_code == 200
    session = person.session
    session[PROVED] = (clock.now() - timedelta(minutes=11)).isoformat()
    session.save()
    for answer in (person.get(address), person.post(address, {"once": "a"})):
        assert answer.headers["Location"].startswith("/sign-in/again/?next=")


def test_who_sets_up_a_setting_alone_says_what_they_are_in_it(cast):
    today, kind = clock.today(), SettingKind.MAINTAINED_MAINSTREAM
    new, user = (
        found_organisation("Ash Infants", kind, first_day=today),
        cast.elm.members["Ada"].user,
    )
    with tenant_scope(new.pk):
        ada, roles = add_first(new, "Ada", user, today=today), [Role.ADMINISTRATOR, Role.SENCO]
        set_roles(ada, roles, actor=actor_of(ada, today), today=today)
        assert actor_of(ada, today).roles == set(roles)
        # Once somebody else has led here, it is theirs to say.
        add_staff(new, "Head", "h@ash.example", [HEAD], actor=actor_of(ada, today), today=today)
        with pytest.raises(Impossible):
            set_roles(ada, [*roles, HEAD], actor=actor_of(ada, today), today=today)
