"""An id of another tenant, of another child and nonsense, in every field that chooses and in every query."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import RequestFactory

from fourfold.foundation.access import kept_forms
from fourfold.foundation.access.pages import own_address
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.scope.rows import TenantRow
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.models import ChainHead
from tests.matrix.addresses import within
from tests.matrix.forms import Field, Shown, forms_of
from tests.matrix.subjects import child_of
from tests.matrix.table import TABLE
from tests.matrix.walking import path, taken_back, visit
from tests.matrix.world import World, leaks

ADDRESSES = {address.name: address for address in within()}
WITH_A_PAGE = [
    (name, person)
    for name in ADDRESSES
    for person in ("Amina", "Dilek")
    if person in TABLE[name].reasons() and TABLE[name].status(person) == 200
]
NONSENSE = "zzzzzzzzzzzzzz"
# Somewhere else in ways that browsers read as such.
ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example/",
    "///elsewhere.example/",
    "/\t/elsewhere.example/",
    "javascript:alert(1)",
    "https:elsewhere.example",
    "elsewhere.example",
    " //elsewhere.example",
]
SEARCHED = ["%", "_", "'", "\\", '"><script>', "\x00", "ж" * 300, "Nia", "-- ", "${7*7}"]


@pytest.fixture(scope="module")
def ids(_made_once: World) -> dict[str, dict[str, list[str]]]:
    """The public ids by setting and table, to find others of the kind of an id that a field offers."""
    found: dict[str, dict[str, list[str]]] = {}
    for called, place in (("elm", _made_once.elm), ("oak", _made_once.oak)):
        found[called] = defaultdict(list)
        with tenant_scope(place.organisation.pk):
            for model in apps.get_models():
                if issubclass(model, TenantRow):
                    rows = model.objects.values_list("public_id", flat=True)
                    found[called][model._meta.label] = list(rows)
    return found


def _others(asked: Field, world: World, ids) -> Iterator[str]:
    """Ids that the field does not offer: of Oak, of Elm, and what is no id at all."""
    kinds = {label for label, here in ids["elm"].items() for value in asked.values if value in here}
    for label in kinds:
        yield from ids["oak"][label][:1]
        yield from [each for each in ids["elm"][label] if each not in asked.values][:1]
    if not kinds:
        yield str(world.about("Nia").get("child").public_id)
    yield NONSENSE


def _position(world: World) -> int:
    with tenant_scope(world.elm.organisation.pk):
        return int(ChainHead.objects.get().position)


def _sent(form: Shown, asked: Field, value: str) -> dict[str, list[str]]:
    openers = {name: [opened] for name, opened in asked.opened_by.items()}
    return form.answers() | openers | {asked.name: [value]}


@pytest.mark.parametrize(("name", "person"), WITH_A_PAGE)
def test_what_a_field_does_not_offer_is_not_taken(world: World, ids, name: str, person: str):
    where = path(ADDRESSES[name], world.about(child_of(name)))
    client, wrong = world.client(person), {}
    for form in forms_of(visit(client, where)):
        for asked in (each for each in form.fields if each.is_choice):
            for value in _others(asked, world, ids):
                before = _position(world)
                with taken_back():
                    answer = visit(
                        client, form.action or where, "post", data=_sent(form, asked, value)
                    )
                    moved = _position(world) != before
                told = answer.status_code != 200 or "govuk-error-summary" in str(answer.content)
                if (
                    answer.status_code not in {200, 303, 403, 404, 409}
                    or moved
                    or not told
                    or leaks(world, person, answer)
                ):
                    wrong[asked.name, value] = (answer.status_code, moved, told)
    assert wrong == {}


def test_the_same_answers_with_what_is_offered_are_taken(world: World):
    """So that a refusal above is the refusal of one field, and not of all that was sent."""
    taken = []
    for name, person in WITH_A_PAGE:
        where = path(ADDRESSES[name], world.about(child_of(name)))
        client = world.client(person)
        for form in forms_of(visit(client, where)):
            if any(each.is_choice for each in form.fields):
                with taken_back():
                    answer = visit(client, form.action or where, "post", data=form.answers())
                taken.append((name, person, answer.status_code))
    accepted = [each for each in taken if each[2] == 303]
    assert len(accepted) * 2 > len(taken), taken


@pytest.mark.parametrize("person", ["Amina", "Dilek"])
def test_a_form_kept_for_somebody_else_is_not_opened(world: World, person: str):
    where = path(ADDRESSES["identify:raise"], world.about("Ayaan"))
    factory = RequestFactory().post(where, {"words": "Quillkept of Ben"})
    factory.POST = factory.POST.copy()
    whose = f"user:{world.elm.members['Ben'].user.public_id}"
    factory.POST[kept_forms.FIELD] = kept_forms.signing.dumps([whose, where], salt=kept_forms.SALT)
    kept = kept_forms.keep(factory)
    assert kept is not None
    for value in (kept.public_id, NONSENSE, "%00", "x" * 300):
        answer = visit(world.client(person), f"{where}?kept={value}")
        assert answer.status_code in {200, 400, 404}
        assert "Quillkept" not in answer.content.decode()


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_nobody_is_sent_elsewhere(world: World, asked: str):
    assert own_address(RequestFactory().get("/"), asked) == ""
    for address in ("/sign-in/", "/sign-in/staff/", "/sign-in/family/", "/sign-in/again/"):
        for person in ("nobody", "Amina", "Dilek"):
            answer = world.client(person).get(address, {"next": asked})
            assert "elsewhere.example" not in answer.headers.get("Location", "").split("?")[0]
            assert f'href="{asked}"' not in answer.content.decode()


def test_a_duty_of_another_setting_or_child_is_not_there(world: World):
    keys = [NONSENSE, "", "%00", "x" * 500]
    for child in ("Nia", "Rosa"):
        made = world.about(child)
        with tenant_scope(made.place.organisation.pk):
            about = made.get("child").public_id
            keys += DueRow.objects.filter(child=about).values_list("key", flat=True)[:1]
    assert len(keys) == 6
    where = path(ADDRESSES["desk:set_aside"], world.about("Ayaan")).partition("?")[0]
    for key in keys:
        for method in ("get", "post"):
            before = _position(world)
            answer = visit(world.client("Amina"), f"{where}?duty={key}", method)
            assert answer.status_code in {200, 400, 404}
            assert leaks(world, "Amina", answer) == []
            assert _position(world) == before


@pytest.mark.parametrize("words", SEARCHED)
def test_words_that_are_searched_for_are_words(world: World, words: str):
    ayaan = world.about("Ayaan")
    for name, asked in (
        ("identify:whose", "q"),
        ("people:register", "q"),
        ("people:register", "name"),
        ("people:family_sign_in", "name"),
        ("intake:start", "kind"),
        ("intake:start", "instead"),
        ("plan:line_add", "towards"),
        ("plan:share_more", "person"),
        ("do:lessons", "day"),
    ):
        where = path(ADDRESSES[name], ayaan)
        for person in ("Amina", "Dilek"):
            answer = world.client(person).get(where, {asked: words})
            assert answer.status_code in {200, 303, 400, 403, 404}, name
            assert [found for found in leaks(world, person, answer) if found != words] == []
            assert "<script>" not in answer.content.decode().replace("<script>alert", "")
    answer = world.client("Amina").post(
        path(ADDRESSES["people:family_sign_in"], ayaan), {"name": words, "account": words}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("hidden", ["once", "seen", "showed", "kept", "kept_for"])
def test_nonsense_in_what_travels_with_a_form_is_no_error_of_ours(world: World, hidden: str):
    for name, person in (("identify:raise", "Dilek"), ("assess:change_need", "Amina")):
        where = path(ADDRESSES[name], world.about("Ayaan"))
        form = forms_of(visit(world.client(person), where))[0]
        for value in ("\x00", "x" * 1000, "", "ж"):
            with taken_back():
                answer = visit(
                    world.client(person), where, "post", data=form.answers() | {hidden: [value]}
                )
            assert answer.status_code in {200, 303, 409}
