"""The picture of a child: lines, lines for named people only, voices beside; verbs and pages on a real database."""

from datetime import date

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import strip_tags

from fourfold.casework.assess import actions
from fourfold.casework.assess.models import Need
from fourfold.casework.assess.queries import picture_of
from fourfold.casework.cycles.facts import facts_of
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import story_of
from fourfold.casework.identify.actions import Ruling, Seen, decide, raise_concern
from fourfold.casework.people.models import RollNote
from fourfold.casework.voice.actions import Said, give_views, read_contribution
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage, check
from fourfold.domain.words import AreaOfNeed
from fourfold.foundation.access.doors import may
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.cast import Place, make_cast
from tests.signed_in import as_person

DAY = date(2026, 11, 5)
SECRET = "What happened at home weighs on him."


@pytest.fixture
def place(db) -> Place:
    return make_cast(date(2026, 9, 2)).elm


@pytest.fixture
def elm(place):
    with tenant_scope(place.organisation.pk):
        yield place


def in_assess(elm: Place, child: str = "Ayaan") -> Cycle:
    amina = elm.actor("Amina", DAY)
    concern = raise_concern(elm.children[child], Seen("Stuck."), actor=amina, today=DAY)
    decide(concern.cycle, Ruling(True, "A year without progress."), actor=amina, today=DAY)
    return concern.cycle


def test_strengths_needs_and_observations_make_the_picture(elm):
    cycle, ben = in_assess(elm), elm.actor("Ben", DAY)
    actions.add_strength(cycle, "He draws.", actor=ben, today=DAY)
    actions.add_need(
        cycle,
        "Loud rooms.",
        ["sensory_and_or_physical", "cognition_and_learning"],
        actor=ben,
        today=DAY,
    )
    actions.add_observation(
        cycle, "Hands on ears.", "Hall", DAY, actor=elm.actor("Tess", DAY), today=DAY
    )
    seen = picture_of(cycle, ben)
    assert [len(each) for each in (seen.strengths, seen.needs, seen.observations)] == [1, 1, 1]
    facts = facts_of(cycle, DAY)
    assert (facts.strengths, facts.needs) == (1, 1)
    assert facts.areas == {AreaOfNeed.SENSORY_AND_OR_PHYSICAL, AreaOfNeed.COGNITION_AND_LEARNING}


def test_a_need_for_named_people_does_not_exist_for_others(elm):
    cycle, amina = in_assess(elm), elm.actor("Amina", DAY)
    ben, hana, sol = (elm.actor(name, DAY) for name in ("Ben", "Hana", "Sol"))
    need = actions.add_need(
        cycle,
        SECRET,
        ["social_emotional_and_mental_health"],
        actor=amina,
        today=DAY,
        readers=[elm.members["Hana"]],
    )
    assert [each.words for each in picture_of(cycle, amina).needs] == [SECRET]
    assert [each.words for each in picture_of(cycle, hana).needs] == [SECRET]
    for actor in (ben, sol, elm.actor("Tess", DAY)):
        assert picture_of(cycle, actor).needs == []
        assert not may(Action.SEE_NEEDS, actor, need)
        assert all(entry.words != SECRET for entry in story_of(elm.children["Ayaan"], actor))
    facts = facts_of(cycle, DAY)
    assert facts.needs == 0
    assert AreaOfNeed.SOCIAL_EMOTIONAL_AND_MENTAL_HEALTH not in facts.areas
    with pytest.raises(NotAllowed):
        actions.change_line(need, SECRET, actor=ben, words="x")


@pytest.mark.parametrize("name", ["Grace", "Sol", "Tess"])
def test_naming_somebody_opens_no_door_and_whoever_could_not_read_it_is_not_named(elm, name):
    cycle = in_assess(elm)
    with pytest.raises(Impossible):
        actions.add_need(
            cycle,
            SECRET,
            [],
            actor=elm.actor("Amina", DAY),
            today=DAY,
            readers=[elm.members[name]],
        )
    assert not Need.objects.exists()


def test_a_line_is_changed_by_one_of_two_and_carries_into_the_next_cycle(elm):
    cycle, ben = in_assess(elm), elm.actor("Ben", DAY)
    need = actions.add_need(cycle, "Loud rooms.", [], actor=ben, today=DAY)
    other = Need.objects.get(pk=need.pk)
    actions.change_line(need, "Loud rooms.", actor=ben, words="Loud, full rooms.")
    with pytest.raises(Stale):
        actions.change_line(other, "Loud rooms.", actor=ben, words="Rooms.")
    QuerySet(Cycle).filter(pk=cycle.pk).update(stage="continued", ended_on=date(2026, 12, 1))
    later = Cycle(pupil=cycle.pupil, number=2, stage="assess", begun_on=date(2026, 12, 1))
    later.tenant_id = cycle.tenant_id
    QuerySet(Cycle).bulk_create([later])
    assert [each.words for each in picture_of(later, ben).needs] == ["Loud, full rooms."]
    actions.take_out(need, actor=ben, today=DAY)
    assert picture_of(cycle, ben).needs == []


def test_what_came_from_an_earlier_cycle_or_from_a_list_says_so(client, place):
    """The next cycle begins with it; nobody has to guess who wrote it when."""
    with tenant_scope(place.organisation.pk):
        cycle, ben = in_assess(place), place.actor("Ben", DAY)
        actions.add_need(cycle, "Loud rooms.", [], actor=ben, today=DAY)
        with verb_at_work(cycle.tenant_id, "test"):
            note = RollNote(pupil=cycle.pupil, what="need_type", text="slcn", code="SLCN")
            note.noted_on = date(2026, 9, 2)
            note.save()
            cycle.compare_and_set({}, stage="continued", ended_on=date(2026, 12, 1))
            later = Cycle(pupil=cycle.pupil, number=2, stage="assess", begun_on=date(2026, 12, 1))
            later.save()
    client.force_login(place.members["Ben"].user)
    before, after = (
        " ".join(strip_tags(client.get(page).content.decode()).split())
        for page in (at(place, "assess:picture", cycle=each.public_id) for each in (cycle, later))
    )
    assert "Mr Ben Hall, 5 November 2026 · from cycle 1" in after
    assert "from cycle 1" not in before
    assert "Speech, language and communication needs (SLCN)" in after
    assert "From the school’s list, 2 September 2026" in after
    assert "Not asked for their views yet: Dev Khan and Dilek Khan." in after


def test_who_only_leads_a_group_adds_what_was_seen_and_nothing_else(elm):
    cycle = in_assess(elm)
    for who in ("Tess", "Dilek", "Evie", "Marta"):
        with pytest.raises(NotAllowed):
            actions.add_strength(cycle, "x", actor=elm.actor(who, DAY), today=DAY)
    with pytest.raises(Impossible):
        actions.add_observation(
            cycle, "x", "Hall", date(2026, 11, 6), actor=elm.actor("Ben", DAY), today=DAY
        )


def test_views_stand_beside_once_read_and_answer_what_should_be_there(elm):
    cycle = in_assess(elm)
    said = give_views(
        elm.children["Ayaan"], Said(hard="Gürültü"), actor=elm.actor("Dilek", DAY), today=DAY
    )
    assert picture_of(cycle, elm.actor("Ben", DAY)).views == []
    before = {each.id for each in check("write_plan", Stage.ASSESS, facts_of(cycle, DAY)).open}
    assert {"parents_heard", "child_heard", "need", "strength"} <= before
    read_contribution(said, actor=elm.actor("Amina", DAY), today=DAY)
    assert picture_of(cycle, elm.actor("Ben", DAY)).views == [said]
    dilek = elm.contacts["Dilek"].public_id
    member = next(each for each in facts_of(cycle, DAY).family if each.person == dilek)
    assert member.views_given_on == DAY


# ---- the pages ----


def test_views_that_arrived_are_to_be_read_first_and_are_not_asked_for_again(place):
    """To whoever reads first it says so with the way there; to others nothing tells that anything came (W9)."""
    with tenant_scope(place.organisation.pk):
        cycle, dilek = in_assess(place), place.actor("Dilek", DAY)
        said = give_views(
            place.children["Ayaan"], Said(hard="Gürültü"), actor=dilek, today=DAY
        ).public_id
    picture = at(place, "assess:picture", cycle=cycle.public_id)
    page = as_person(place, "Amina").get(picture).content.decode()
    text = " ".join(strip_tags(page).split())
    assert page.count(at(place, "voice:read", contribution=said)) == 2
    assert "Dilek Khan: arrived, to be read first" in text
    assert "Arrived, and to be read first: Dilek Khan." in text
    assert "No views given yet: Dev Khan." in text
    bens = " ".join(strip_tags(as_person(place, "Ben").get(picture).content.decode()).split())
    assert "arrived" not in bens.lower()
    assert "No views given yet: Dev Khan and Dilek Khan." in bens


def at(place: Place, name: str, **parts: str) -> str:
    return reverse(name, kwargs={"setting": place.organisation.public_id, **parts})


def test_the_picture_is_put_together_in_the_browser(client, place):
    with tenant_scope(place.organisation.pk):
        cycle = in_assess(place).public_id
    client.force_login(place.members["Ben"].user)
    page = at(place, "assess:picture", cycle=cycle)
    assert "Code 6.45" in client.get(page).content.decode()
    add = {
        "assess:add_strength": {"words": "He draws."},
        "assess:add_need": {"words": "Loud rooms.", "areas": ["cognition_and_learning"]},
        "assess:add_observation": {
            "words": "Hands on ears.",
            "place": "Hall",
            "seen_on-day": "5",
            "seen_on-month": "11",
            "seen_on-year": "2026",
        },
    }
    for name, data in add.items():
        address = at(place, name, cycle=cycle)
        assert client.get(address).status_code == 200
        assert client.post(address, {}).status_code == 200
        assert client.post(address, data).status_code == 303
    text = client.get(page).content.decode()
    for words in ("He draws.", "Loud rooms.", "Hands on ears.", "Cognition and learning"):
        assert words in text
    with tenant_scope(place.organisation.pk):
        need = Need.objects.get().public_id
    change = at(place, "assess:change_need", need=need)
    seen = client.get(change).content.decode().split('name="seen" value="')[1].split('"')[0]
    assert client.post(change, {"words": "Full rooms.", "seen": seen}).status_code == 303
    stale = client.post(change, {"words": "Other rooms.", "seen": seen})
    assert stale.status_code == 409
    assert "Full rooms." in stale.content.decode()
    assert client.post(at(place, "assess:take_out_need", need=need)).status_code == 303


def test_what_was_said_with_the_decision_is_offered_as_a_need_and_nothing_is_written_by_itself(
    place,
):
    said, areas = "Loses the line when he reads.", [str(AreaOfNeed.COGNITION_AND_LEARNING)]
    with tenant_scope(place.organisation.pk):
        amina = place.actor("Amina", DAY)
        concern = raise_concern(place.children["Ayaan"], Seen("Stuck."), actor=amina, today=DAY)
        ruling = Ruling(True, "A year without progress.", areas, said)
        decide(concern.cycle, ruling, actor=amina, today=DAY)
    ids = {"setting": place.organisation.public_id, "cycle": concern.cycle.public_id}
    picture, add = (reverse(f"assess:{name}", kwargs=ids) for name in ("picture", "add_need"))
    ben = as_person(place, "Ben")
    text = ben.get(picture).content.decode()
    assert said in text
    assert f"{add}?from=decision" in text
    form = ben.get(f"{add}?from=decision").content.decode()
    assert said in form
    assert "This was said with the decision of" in form
    assert "checked" in form
    assert said not in ben.get(add).content.decode()
    with tenant_scope(place.organisation.pk):
        assert not Need.objects.exists()
    assert ben.post(f"{add}?from=decision", {"words": said, "areas": areas}).status_code == 303
    with tenant_scope(place.organisation.pk):
        assert [(each.words, each.areas) for each in Need.objects.all()] == [(said, areas)]
    assert "from=decision" not in ben.get(picture).content.decode()


def test_a_need_that_is_not_yours_to_know_has_no_address(client, place):
    with tenant_scope(place.organisation.pk):
        cycle = in_assess(place)
    client.force_login(place.members["Amina"].user)
    address = at(place, "assess:add_need", cycle=cycle.public_id)
    unnamed = client.post(address, {"words": SECRET, "restricted": "on"})
    assert "Name at least one person." in unnamed.content.decode()
    members, form = place.members, client.get(address).content.decode()
    offered = [who for who in members if f'value="{members[who].public_id}"' in form]
    assert offered == ["Ben", "Hana"]
    named = {"words": SECRET, "restricted": "on", "readers": [members["Hana"].public_id]}
    assert client.post(address, named).status_code == 303
    page = at(place, "assess:picture", cycle=cycle.public_id)
    assert SECRET in client.get(page).content.decode()
    with tenant_scope(place.organisation.pk):
        need = Need.objects.get().public_id
    client.force_login(members["Hana"].user)
    assert SECRET in client.get(page).content.decode()
    for who in ("Ben", "Sol"):
        client.force_login(members[who].user)
        text = client.get(page).content.decode()
        assert SECRET not in text
        assert "Seen only by the people named" not in text
        assert client.get(at(place, "assess:change_need", need=need)).status_code == 404


def test_a_family_is_told_in_its_story_that_its_words_were_read(elm):
    child, dilek = elm.children["Ayaan"], elm.actor("Dilek", DAY)
    sent = give_views(child, Said(words="Evde daha sakin."), actor=dilek, today=DAY)

    def told():
        return [str(entry.what) for entry in story_of(child, dilek)]

    assert told() == ["You told us what you think: not read yet"]
    read_contribution(sent, actor=elm.actor("Amina", DAY), today=DAY)
    assert told() == ["You told us what you think: read"]
