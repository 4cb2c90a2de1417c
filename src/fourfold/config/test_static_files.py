"""Stylesheet, scripts and typefaces: kept for good by a browser, and at another address when one of them changes."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.templatetags.static import static

from fourfold.config.static_files import fingerprint
from tests.page_client import PageClient

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["fourfold.css", "fourfold.js", "favicon.svg"])
def test_a_browser_asks_once_for_what_every_page_shares(client: PageClient, name: str) -> None:
    answer = client.get(static(name))
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    age = re.search(r"max-age=(\d+)", answer["Cache-Control"])
    assert age is not None
    assert int(age[1]) > 365 * 24 * 60 * 60


def test_another_address_does_not_answer(client: PageClient) -> None:
    assert client.get("/static/fourfold.css").status_code == 404
    assert client.get("/static/0123456789ab/fourfold.css").status_code == 404


def test_the_address_is_another_when_a_file_is_changed_added_or_renamed(tmp_path: Path) -> None:
    (tmp_path / "one.css").write_text("a {}")
    seen = {fingerprint([tmp_path])}
    assert fingerprint([tmp_path, tmp_path / "not-there"]) in seen
    (tmp_path / "one.css").write_text("b {}")
    seen.add(fingerprint([tmp_path]))
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "two.woff2").write_bytes(b"2")
    seen.add(fingerprint([tmp_path]))
    (tmp_path / "fonts" / "two.woff2").rename(tmp_path / "fonts" / "three.woff2")
    seen.add(fingerprint([tmp_path]))
    assert len(seen) == 4


def test_whatever_is_served_for_good_is_in_the_fingerprint_of_its_address():
    """What other packages bring too: a browser would keep an old one after they are brought up to date."""
    served = {
        Path(storage.location) for finder in get_finders() for _path, storage in finder.list([])
    }
    assert served
    assert served <= set(settings.STATIC_FOLDERS)
    assert fingerprint(settings.STATIC_FOLDERS) in settings.STATIC_URL
