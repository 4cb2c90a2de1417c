"""What a page reads of long lists when it shows them is the part that is shown, and no other."""

import itertools
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from fourfold.casework.cycles.story import EVERYTHING, Story, Unread, story_of
from fourfold.casework.do.counts import deliveries_of, sessions_at, sessions_of
from fourfold.casework.do.givers import givers_of
from fourfold.casework.do.lines import running_lines_of
from fourfold.casework.identify.queries import concerns_of, concerns_told
from fourfold.casework.people import who
from fourfold.casework.people.models import Pupil
from fourfold.casework.plan.models import Plan
from fourfold.casework.plan.queries import lines_of
from fourfold.casework.plan.rows import all_lines, lines_at
from fourfold.casework.review.forms import HoldForm
from fourfold.casework.review.pages import rows_of
from fourfold.casework.review.queries import under_review
from fourfold.casework.voice.pages import answers_of
from fourfold.casework.voice.queries import (
    MOST_BESIDE,
    last_own_words,
    newest_words,
    person_id,
    views_by_person,
    views_of,
    views_read,
)
from fourfold.desk.child import FIRST_LINES, OF_DRAFTS, ask, support
from fourfold.domain.access import Action
from fourfold.domain.words import Role
from fourfold.foundation.access import doors
from fourfold.foundation.access.actors import actor_of, live
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.remembered import forget, remembering
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.prepared import prepared
from tests.test_page_queries import FEW, NOW, _filled


@pytest.fixture
def setting(db):
    with time_machine.travel(NOW, tick=False):
        setting = prepared("few rows", lambda: _filled(*FEW))
        with tenant_scope(setting.pk):
            yield setting


def senco():
    member = Membership.objects.filter(roles__role=Role.SENCO).first()
    assert member
    return actor_of(member, NOW)


def test_a_story_reads_the_rows_of_the_lines_it_shows_and_tells_them_as_it_tells_all(setting):
    actor, pupil = senco(), Pupil.objects.order_by("pk")[0]
    with remembering():
        told = story_of(pupil, actor)
        later = [each for each in told._lines if isinstance(each, Unread)]
        assert len(later) >= len(concerns_of(pupil, actor, NOW)) + len(views_read(pupil)) > 4
    with remembering():
        every = list(told)
    for first in range(len(told)):
        with remembering(), CaptureQueriesContext(connection) as asked:
            assert told[first : first + 2] == every[first : first + 2]
        assert len(asked) <= 1
    assert told[0] == every[0]
    assert len(every) == len(told)
    # A row that went away between two statements is told no more, and stops nobody.
    with remembering():
        gone = replace(later[0], pk=0)
        assert list(Story([*told._lines[:2], gone], 3)) == every[:2]


@pytest.mark.parametrize("who", ["SENCO", "Teacher", "Family"])
def test_of_a_story_the_newest_lines_are_told_and_all_are_counted(setting, who):
    pupil = Pupil.objects.order_by("pk")[0]
    member = next(each for each in pupil.cares.all()).contact.membership
    if who != "Family":
        member = next(each for each in Membership.objects.order_by("pk") if who in each.called)
    actor = actor_of(member, NOW)
    whole = story_of(pupil, actor)
    every = list(whole)
    assert len(whole) == len(every) > 2
    for most in (1, 2, 3, 7, len(every) - 1, len(every), len(every) + 1):
        first = story_of(pupil, actor, range(most))
        assert list(first) == every[:most]
        assert len(first) == len(every)
    days = [each[2] for each in concerns_told(pupil, actor, NOW, EVERYTHING)]
    if who != "Family":
        assert len(set(days)) > 1
    for most in range(1, len(days)):
        of_first = [each[2] for each in concerns_told(pupil, actor, NOW, range(most))]
        assert of_first == [day for day in days if day >= days[most - 1]]


def test_whose_views_were_read_last_is_known_from_the_newest_of_each(setting):
    for pupil in Pupil.objects.order_by("pk"):
        days = sorted({each.received_on for each in views_read(pupil)})
        for since, until in itertools.product((date.min, *days), (None, *days)):
            known: dict[str, date] = {}
            for each in views_of(pupil, since=since, until=until):
                known.setdefault(person_id(each), each.received_on)
            found = views_by_person(pupil, since=since, until=until)
            given = {who: of["views_given_on"] for who, of in found.items() if len(of) > 1}
            assert given == known


def test_of_views_the_newest_with_words_are_read_and_the_last_of_the_child(setting):
    for pupil in Pupil.objects.order_by("pk"):
        every = views_read(pupil)
        for since, until in ((date.min, None), (NOW, None), (date.min, NOW)):
            between = [each for each in every if since <= each.received_on <= (until or date.max)]
            written = [each for each in between if answers_of(each)][:MOST_BESIDE]
            assert newest_words(pupil, since, until) == written
        own = [each for each in every if each.contact_id is None]
        assert last_own_words(pupil, date.min) == own[:1]


def test_of_what_is_done_for_a_child_the_lines_on_the_page_are_read_and_the_others_counted(setting):
    actor, shown = senco(), 0
    for plan in Plan.objects.exclude(cycle__stage__in=OF_DRAFTS).select_related("cycle__pupil"):
        with remembering():
            ask(plan.cycle.pupil, actor, NOW)
            done = support(plan.cycle.pupil, plan.cycle, actor, NOW, FIRST_LINES)
            assert done
            assert not all_lines.is_known((plan,))
            assert not sessions_of.is_known((frozenset({plan.pk}), NOW))
            stand = lines_of(plan)
        assert done.total == len(stand)
        assert [each.line_id for each in done.lines] == [x.public_id for x in stand[:FIRST_LINES]]
        assert list(lines_at(plan, range(1))) == stand[:1]
        for places in (range(1), range(1, 3), range(FIRST_LINES)):
            lines = stand[places.start : places.stop]
            logged = sessions_at.of(plan, places, NOW)
            assert deliveries_of(lines, NOW, sessions=logged) == deliveries_of(lines, NOW)
        shown += len(done.lines)
    assert shown


def test_how_somebody_stands_to_a_row_is_asked_once_until_something_is_written(setting):
    actor, pupil = senco(), Pupil.objects.order_by("pk")[0]
    with remembering():
        assert doors.may(Action.SEE_CHILD, actor, pupil)
        first = doors._standings_known(actor, pupil)
        assert doors._standings_known(actor, pupil) is first
        forget()
        assert doors._standings_known(actor, pupil) is not first


def test_who_stand_alike_to_a_child_are_judged_once_and_see_what_each_would_alone(setting):
    named = 0
    for pupil in Pupil.objects.order_by("pk"):
        lines = running_lines_of(pupil, NOW)
        gives = {line.given_by_id for line in lines if line.given_by_id}
        assert givers_of(pupil, NOW).on_the_list == gives
        named += len(gives)
        known = who._known(pupil, NOW)
        alone = []
        for member in Membership.objects.order_by("search_key", "pk").select_related("user"):
            roles = [Role(held.role) for held in member.roles.filter(live(NOW)).order_by("pk")]
            address = member.user.email.lower() if member.user else ""
            one = who._Member(member.pk, member.called, address)
            alone += [who._seen(one, roles, known, NOW)] if roles else []
        found = [each for each in alone if each]
        found.sort(key=lambda each: (each.is_family, each.is_outside))
        assert who.who_can_see(pupil, NOW) == found
    assert named


def test_of_many_outcomes_each_has_its_own_lines_and_answer_and_what_is_wrong_with_that(setting):
    plan = Plan.objects.select_related("cycle__pupil").order_by("pk")[0]
    looked_at = under_review(plan.cycle)
    assert looked_at
    # The last outcome is left out, as one that ended is: the support for it is other support.
    outcomes, lines = looked_at.outcomes[:-1], looked_at.lines
    assert len(outcomes) > 1
    for nth, line in enumerate(lines):
        line.towards = looked_at.outcomes[nth % 2 if nth else -1]
    shown, others = rows_of(outcomes, lines, deliveries_of(lines, NOW))
    for row in shown:
        mine = [x.public_id for x in lines if x.towards and x.towards.public_id == row.key]
        assert [line.line_id for line in row.lines] == mine
    assert [line.line_id for line in others] == [lines[0].public_id]
    first, second, *_ = (outcome.public_id for outcome in outcomes)
    form = HoldForm(
        QueryDict(f"judged-{first}=met&judged-{second}=unheard&words-{second}=So."),
        outcomes=outcomes,
        lines=lines,
        contacts=[],
        pupil=plan.cycle.pupil,
        staff=[],
        since=None,
        today=NOW,
    )
    assert not form.is_valid()
    assert f"judged-{first}" not in form.errors
    assert f"judged-{second}" in form.errors
    assert form[f"judged-{first}"].value() == "met"
    assert (form[f"words-{first}"].value(), form[f"words-{second}"].value()) == (None, "So.")
