"""Every page of a setting, as somebody who may open it, with the two floors beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import reverse

from bench import measure
from bench.urls import answer_with
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Care, Pupil
from fourfold.config import clock
from fourfold.config.wsgi import application
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.doors import door
from fourfold.foundation.access.models import Membership, Organisation, User
from fourfold.foundation.access.session import FAMILY_SESSION, THROUGH
from fourfold.foundation.act import organisations
from fourfold.foundation.design import render
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.matrix.addresses import Address, outside, within

MORE_STAFF = [
    ("Administrator", Role.ADMINISTRATOR),
    ("Head", Role.SENIOR_LEADER),
    ("Governor", Role.GOVERNOR),
    ("Safeguarding lead", Role.SAFEGUARDING_LEAD),
]
# Pages that are another page for another role are measured as each of them.
AS_EACH = {"desk:home", "desk:child", "do:today", "people:register"}
TRIES = 12
# What the door of a page leaves on the request, and templates use.
ENTERED = ("setting", "actor")


def answered(client: Client, address: str) -> measure.Answer:
    """What a web process answers, as its server has it: every byte is there, and it is not closed yet."""
    path, _, query = address.partition("?")
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
    answer = application(client._base_environ(**asked), lambda *_head: None)
    b"".join(answer)
    return answer


@dataclass
class Visit:
    """One page as one person: `page` fetches it, the others are its floors."""

    name: str
    person: str
    address: str
    client: Client
    size: int = 0
    _answer: bytes = b""
    _drawn: tuple[Any, ...] = ()

    def open(self) -> int:
        """Fetch the page once, keep its bytes, template and facts, and return its status."""
        drawn: list[tuple[Any, ...]] = []
        original = render.page_within

        def listening(layout: Any, request: Any, *words: Any) -> HttpResponse:
            known = {name: getattr(request, name) for name in ENTERED if hasattr(request, name)}
            drawn.append((known, layout, *words))
            return original(layout, request, *words)

        render.page_within = listening
        try:
            response = self.client.get(self.address)
        except Http404:
            return 404
        finally:
            render.page_within = original
        self._answer, self.size = response.content, len(response.content)
        self._drawn = drawn[-1] if drawn else ()
        return response.status_code if self._drawn or response.status_code != 200 else 204

    def page(self) -> measure.Answer:
        """The page itself, through middleware, doors and templates."""
        return answered(self.client, self.address)

    def ready_bytes(self) -> measure.Answer:
        """The same bytes, ready, through the same middleware."""
        answer_with(lambda request: HttpResponse(self._answer))
        return answered(self.client, "/floor/")

    def facts_in_hand(self) -> measure.Answer:
        """The same template with the same facts, already read, through the same middleware."""
        known, layout, *words = self._drawn

        def again(request: Any) -> HttpResponse:
            vars(request).update(known)
            return render.page_within(layout, request, *words)

        answer_with(again)
        return answered(self.client, "/floor/")

    def asks_nothing_in_hand(self) -> bool:
        """Whether the second floor makes no query of its own, so that it is a floor."""
        with measure.queries() as asked:
            asked.inside = True
            self.facts_in_hand().close()
        return not asked.own


@dataclass
class Setting:
    """The setting with so many rows: its people by role and the child who has so many of everything."""

    organisation: Organisation
    child: Pupil
    clients: dict[str, Client] = field(default_factory=dict)

    def rows(self, kind: str) -> list[Any]:
        """Rows behind a kind of door, those about the child first."""
        model = door(kind).model
        if kind == "setting":
            return [self.organisation]
        found = list(model._default_manager.order_by("pk")[:600])
        mine = [row for row in found if self._about(row) == self.child.public_id]
        return (mine or found)[:TRIES]

    @staticmethod
    def _about(row: Any) -> str:
        return (getattr(row, "child_public_id", lambda: "")() or "") if row is not None else ""


def _staff_client(member: Membership) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=member.user_id), backend=THROUGH)
    return client


def _family_client(setting: Organisation, member: Membership) -> Client:
    client = Client()
    session = client.session
    session[FAMILY_SESSION] = {setting.public_id: member.public_id}
    session.save()
    return client


def the_setting() -> Setting:
    """The setting that was filled, with a client for each kind of person."""
    organisation = Organisation.objects.order_by("-pk").first()
    with tenant_scope(organisation.pk):
        child = Cycle.objects.order_by("pk").first().pupil
        found = Setting(organisation, child)
        for member in Membership.objects.filter(user__isnull=False).order_by("pk"):
            found.clients[member.called.split()[1]] = _staff_client(member)
        system = system_actor(organisation.pk, "bench")
        for called, role in MORE_STAFF:
            member = organisations.add_member(
                organisation, called, [role], actor=system, today=clock.today(),
                user=User.objects.create_user(f"{role.value}@bench.example"),
            )  # fmt: skip
            found.clients[called] = _staff_client(member)
        care = Care.objects.filter(pupil=child).select_related("contact__membership").first()
        found.clients["Family"] = _family_client(organisation, care.contact.membership)
    return found


def _query(address: Address, setting: Setting) -> str:
    if address.name != "desk:set_aside":
        return ""
    row = DueRow.objects.filter(child=setting.child.public_id, state="open").first()
    return f"?duty={row.key}" if row else ""


def _paths(address: Address, setting: Setting) -> Iterator[str]:
    """Addresses of a page with rows of each part, those about the child first."""
    with tenant_scope(setting.organisation.pk):
        parts = {part: setting.rows(kind) for part, kind in address.doors.items()}
        other = OTHER_PARTS.get(address.name, {})
        query = _query(address, setting)
        for number in range(max((len(rows) for rows in parts.values()), default=1)):
            ids = {
                part: rows[min(number, len(rows) - 1)].public_id
                for part, rows in parts.items()
                if rows
            }
            if {*ids, *other, "setting"} >= set(address.parts):
                yield (
                    reverse(
                        address.name,
                        kwargs={"setting": setting.organisation.public_id, **ids, **other},
                    )
                    + query
                )


OTHER_PARTS: dict[str, dict[str, str]] = {
    "desk:message_preview": {"code": "plan.shared"},
    "intake:prepare": {"kind": "children"},
}


def _visits_of(address: Address, setting: Setting) -> tuple[list[Visit], str]:
    """The page as whoever may open it, or why it was not opened."""
    found: list[Visit] = []
    said: set[int] = set()
    paths = list(_paths(address, setting))
    for person, client in setting.clients.items():
        for path in paths[:TRIES]:
            visit = Visit(address.name, person, path, client)
            status = visit.open()
            said.add(status)
            if status == 200:
                found.append(visit)
                break
        if found and address.name not in AS_EACH:
            break
    return found, "" if found else f"answers {sorted(said)}" if paths else "no such row here"


def every_page(setting: Setting) -> tuple[list[Visit], dict[str, str]]:
    """Every page that somebody may open, and for each other address why it is not among them."""
    found: list[Visit] = []
    left: dict[str, str] = {}
    for address in within():
        visits, why = _visits_of(address, setting)
        found += visits
        if why:
            left[address.name] = why
    for address in outside():
        if address.parts or address.name.endswith("floor/"):
            continue
        visit = Visit(address.name, "nobody", "/" + address.route, Client())
        status = visit.open()
        if status == 200:
            found.append(visit)
        else:
            left[address.name] = f"answers {status}"
    return found, left
