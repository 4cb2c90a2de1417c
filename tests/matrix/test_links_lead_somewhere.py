"""Whatever a home or a child's page offers somebody, they may go to: no link answers that there is nothing, or no."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests.matrix.walking import taken_back
from tests.matrix.world import AT_ELM, World

pytestmark = pytest.mark.only_sqlite(
    reason="Asks which links a page offers to whom, which no database changes; the matrix opens each on both."
)
_LINKS = re.compile(r'<a\b[^>]*?\bhref="(/[^"#]*)')
# What leads on from the first pages: a home, the list of needs, what is due and the pages of children.
FIRST = (
    "",
    "needs/",
    "due/",
    "read-first/",
    "children/",
    "staff/",
    "messages/",
    "terms/",
    "today/",
)
# Of links from one kind of page to another kind so many are followed: those of one child in each state there is.
ALIKE = 3
LATER = re.compile(
    r"/at/\w+/(child/\w+/|child/\w+/(facts|due|story)/|cycles?/.*|plans/\w+/|concern/\w+/|shared-plans/\w+/)$"
)


def _offered(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return []
    return [unescape(each) for each in _LINKS.findall(answer.content.decode())]


def _followed(client: Client, home: str) -> Iterator[tuple[str, str, int]]:
    """Each link of the first pages and of those of children: where it stands, where it leads, and what is answered."""
    standing = [f"{home}{path}" for path in FIRST]
    known, alike = set(standing), Counter[tuple[str, str]]()
    for page in standing:
        for link in _offered(client, page):
            where = urlsplit(link).path
            if link in known or not where.startswith(home):
                continue
            known.add(link)
            ways = resolve(urlsplit(page).path).view_name, resolve(where).view_name
            alike[ways] += 1
            if alike[ways] > ALIKE:
                continue
            yield page, link, client.get(link).status_code
            if LATER.match(where) and link not in standing:
                standing.append(link)


@pytest.mark.parametrize("person", AT_ELM)
def test_every_link_leads_somewhere(world: World, person: str) -> None:
    home = f"/at/{world.elm.organisation.public_id}/"
    with taken_back():
        followed = list(_followed(world.client(person), home))
    dead = {
        (resolve(urlsplit(page).path).view_name, resolve(urlsplit(link).path).view_name, status)
        for page, link, status in followed
        if status >= 400
    }
    assert not dead, (person, len(followed))
