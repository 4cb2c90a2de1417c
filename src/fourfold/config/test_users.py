"""``bin/fourfold user`` on a database of its own, and what it refuses."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.mail import EmailMessage

from fourfold.config import cli, clock
from fourfold.config.commands import users
from fourfold.domain.words import Role, SettingKind
from fourfold.foundation.access.models import Membership, Organisation, RoleHeld, User
from fourfold.foundation.access.session import THROUGH
from fourfold.foundation.act.organisations import found_organisation
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.chain import walk
from fourfold.foundation.trail.models import TrailEntry
from tests.page_client import PageClient

pytestmark = pytest.mark.django_db
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ash() -> Organisation:
    return found_organisation(
        "Ash Nursery", SettingKind.MAINTAINED_NURSERY, first_day=date(2025, 9, 1)
    )


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command as typed, on the database of the tests, which is open already and stays so."""
    monkeypatch.setattr(users, "start", lambda options: None)
    monkeypatch.setattr(users, "finish", lambda: None)

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main(["user", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


OBI = ("--setting", "ash nursery", "--email", "Obi@ash.example")
NEW = (*OBI, "--name", "Ms Obi", "--role", "senco", "--role", "teacher")


def test_an_invitation_is_printed_and_opens_without_any_mail(
    ash: Organisation, user: Command, mailoutbox: list[object]
) -> None:
    code, out, _ = user("invite", *NEW, "--json", "--address", "https://f.example/")
    facts = json.loads(out)
    assert (code, facts["name"], facts["email"]) == (0, "Ms Obi", "obi@ash.example")
    assert facts["link"].startswith("https://f.example/sign-in/invited/")
    link = facts["link"].removeprefix("https://f.example")
    assert PageClient().get(link).status_code == 200
    assert mailoutbox == []
    with tenant_scope(ash.pk):
        roles = set(RoleHeld.objects.values_list("role", flat=True))
        assert roles == {str(Role.SENCO), str(Role.TEACHER)}
        assert list(walk()) == []


def test_who_is_there_already_gets_a_new_link_and_the_one_before_stops(
    ash: Organisation, user: Command
) -> None:
    links = [json.loads(user("invite", *NEW, "--json")[1])["link"] for _ in range(2)]
    first, second = (link[link.index("/sign-in") :] for link in links)
    assert PageClient().get(first).status_code == 410
    assert PageClient().get(second).status_code == 200
    with tenant_scope(ash.pk):
        assert Membership.objects.count() == 1


def test_the_list_names_everybody_with_what_they_are(ash: Organisation, user: Command) -> None:
    user("invite", *NEW)
    code, out, _ = user("list", "--json")
    (setting,) = json.loads(out)["settings"]
    assert (code, setting["setting"]) == (0, "Ash Nursery")
    (person,) = setting["people"]
    assert (person["name"], sorted(person["roles"])) == ("Ms Obi", ["senco", "teacher"])
    assert person["password"] is False
    assert (
        "Ms Obi · obi@ash.example · SENCO, Teacher" in user("list", "--setting", ash.public_id)[1]
    )


def test_who_has_ended_has_a_last_day_and_is_not_ended_or_invited_again(
    ash: Organisation, user: Command
) -> None:
    user("invite", *NEW)
    code, out, _ = user("end", *OBI, "--json")
    assert (code, json.loads(out)["name"]) == (0, "Ms Obi")
    with tenant_scope(ash.pk):
        assert str(Membership.objects.get().valid_to) == json.loads(out)["last_day"]
    for words in (("end", *OBI), ("invite", *NEW)):
        code, out, said = user(*words)
        assert (code, out) == (64, "")
        assert said.count("\n") == 1


def test_who_ends_now_had_yesterday_as_the_last_day(ash: Organisation, user: Command) -> None:
    user("invite", *NEW)
    assert user("end", *OBI, "--now")[0] == 0
    with tenant_scope(ash.pk):
        assert Membership.objects.get().valid_to == clock.today() - timedelta(days=1)


def test_lost_factors_are_reset_on_the_trail_and_told_and_end_every_session(
    ash: Organisation, user: Command, mailoutbox: list[EmailMessage]
) -> None:
    user("invite", *NEW)
    obi, other = User.objects.get(), User.objects.create_user("other@ash.example")
    for one in (obi, other):
        TOTP.activate(one, generate_totp_secret())
    browser, home = PageClient(), f"/at/{ash.public_id}/"
    browser.force_login(obi, backend=THROUGH)
    assert browser.get(home).status_code == 200
    code, out, _ = user("reset-factors", "Obi@ash.example", "--json")
    assert (code, json.loads(out)["settings"]) == (0, ["Ash Nursery"])
    assert [one.user_id for one in Authenticator.objects.all()] == [other.pk]
    assert browser.get(home).headers["Location"].startswith("/sign-in/")
    assert [mail.to for mail in mailoutbox] == [["obi@ash.example"]]
    with tenant_scope(ash.pk):
        assert TrailEntry.objects.filter(act="member.reset_factors").count() == 1
        assert list(walk()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("list", "--setting", "Nowhere"), "no setting called Nowhere"),
        (("invite", *OBI), "needs --name and at least one --role"),
        (("invite", *OBI, "--name", "Ms Obi"), "needs --name and at least one --role"),
        (("invite", *NEW, "--email", "obi"), "obi is not an e-mail address"),
        (("reset-factors", "obi@ash.example"), "Nobody signs in as staff with obi@ash.example"),
        (("end", *OBI), "Nobody of Ash Nursery signs in with Obi@ash.example"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_leaves_nothing(
    ash: Organisation, user: Command, words: tuple[str, ...], sentence: str
) -> None:
    code, out, said = user(*words)
    assert (code, out) == (64, "")
    assert sentence in said
    assert not User.objects.exists()


def test_two_settings_of_one_name_are_told_apart_by_their_id(
    ash: Organisation, user: Command
) -> None:
    found_organisation("Ash Nursery", SettingKind.CHILDMINDER, first_day=date(2025, 9, 1))
    code, _, said = user("invite", *NEW)
    assert (code, ash.public_id in said) == (64, True)
    assert user("invite", *NEW, "--setting", ash.public_id)[0] == 0


def test_a_role_that_is_none_is_not_understood(ash: Organisation, user: Command) -> None:
    with pytest.raises(SystemExit) as ended:
        user("invite", *NEW, "--role", "king")
    assert ended.value.code == 2
