"""The reader of the environment refuses nonsense."""

from pathlib import Path

import pytest

from fourfold.config.env import BadEnvironment, Environment, read

HERE = Path("/srv/fourfold")


def _read(**named: str) -> Environment:
    return read({f"FOURFOLD_{name}": value for name, value in named.items()}, HERE)


def test_with_nothing_said_data_lies_here_in_sqlite() -> None:
    found = _read()
    assert found.data == HERE / "data"
    assert found.database["NAME"] == str(HERE / "data" / "fourfold.sqlite3")
    assert not found.demo


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("DEMOO", "yes", "FOURFOLD_DEMOO is not a setting"),
        ("DEMO", "true", "“yes” or “no”"),
        ("DEBUG", "1", "“yes” or “no”"),
        ("PROXIES", "one", "whole number"),
        ("PROXIES", "-1", "whole number"),
        ("DATABASE", "mysql://x", "begin with sqlite:/// or postgresql://"),
        ("PORT", "eighty", "whole number"),
        ("MAIL", "mail.elm.example", "smtp://"),
        ("MAIL", "smtp://mail.elm.example", "FOURFOLD_MAIL_FROM is missing"),
        ("ADDRESS", "http://elm.example", "https://"),
        ("ADDRESS", "elm.example", "https://"),
        ("SECRET_KEY_FILE", "/nowhere/at/all", "not there"),
    ],
)
def test_nonsense_is_refused_in_a_sentence_that_names_it(name: str, value: str, part: str) -> None:
    with pytest.raises(BadEnvironment, match=f"FOURFOLD_{name}") as refusal:
        _read(**{name: value})
    assert part in str(refusal.value)


def test_names_that_are_not_ours_are_left_alone() -> None:
    assert read({"PATH": "/bin", "FOUR": "4"}, HERE).data == HERE / "data"


@pytest.mark.parametrize("sender", ["office", "office@elm", "a@b.example\nBcc: x@y.example", "@"])
def test_a_sender_that_is_no_address_is_refused(sender: str) -> None:
    with pytest.raises(BadEnvironment, match="FOURFOLD_MAIL_FROM"):
        _read(MAIL="smtp://mail.elm.example", MAIL_FROM=sender)


def test_a_mail_server_and_a_sender_belong_together() -> None:
    found = _read(MAIL="smtps://mail.elm.example", MAIL_FROM="Elm Primary <office@elm.example>")
    assert found.mail_from == "Elm Primary <office@elm.example>"
    with pytest.raises(BadEnvironment, match="FOURFOLD_MAIL should be"):
        _read(MAIL_FROM="office@elm.example")


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hush\nsecond line\n", encoding="utf-8")
    assert _read(SECRET_KEY_FILE=str(tmp_path / "key")).secret_key == "hush"


def test_a_postgresql_server_is_found_by_host_or_by_the_folder_of_its_socket() -> None:
    by_host = _read(DATABASE="postgresql://app:p%40ss@db.example:5433/fourfold").database
    assert (by_host["HOST"], by_host["PORT"], by_host["PASSWORD"]) == ("db.example", "5433", "p@ss")
    by_socket = _read(DATABASE="postgresql://app@/fourfold?host=%2FTmp%2FPg").database
    assert (by_socket["HOST"], by_socket["NAME"]) == ("/Tmp/Pg", "fourfold")
