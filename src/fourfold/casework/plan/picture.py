"""What is known of a child, as it goes into a version that is shared: strengths, needs, and what each said.

It is frozen beside what the plan says (`SharedPicture`): a strength more is no change of what was agreed. Only what is
open to everybody who may be given the plan is in it, and only words that a named adult has read (W9). Whose words
somebody is shown is decided when they are: a family reads its own, each person theirs (`readable`).
"""

import json

from fourfold.casework.assess.models import Need
from fourfold.casework.assess.queries import open_lines, strengths_in
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.plan.content import Content, canonical, hash_of
from fourfold.casework.plan.models import PlanVersion, SharedPicture
from fourfold.casework.voice.models import Contribution
from fourfold.casework.voice.queries import asked_for_views, person_id, views_of
from fourfold.foundation.scope.together import Question, ask_together

SCHEMA = 1
SAID = ("words", "going_well", "hard", "would_help")
NOBODYS = ""
"""The reader of a paper that may go to anybody: nobody's own words are on it."""


def asked_for_picture(cycle: Cycle) -> list[Question]:
    """What `picture_now` is read from, to be asked with other things."""
    return [open_lines.of(Need, cycle), strengths_in.of(cycle), *asked_for_views(cycle.pupil)]


def _view(row: Contribution) -> Content:
    return {
        "key": row.public_id,
        "person": person_id(row),
        "by": str(row.contact) if row.contact else "",
        "language": row.language,
        "on": row.received_on.isoformat(),
        "said": {name: getattr(row, name) for name in SAID if getattr(row, name)},
        "chosen": row.chosen,
    }


def picture_now(cycle: Cycle) -> Content:
    """What would be shared of the child now: the lines that are restricted to nobody, the views that were read."""
    ask_together(asked_for_picture(cycle))
    views = views_of(cycle.pupil, since=cycle.begun_on, until=cycle.ended_on)
    for each in views:
        each.pupil = cycle.pupil
    return {
        "schema": SCHEMA,
        "strengths": [{"key": row.public_id, "words": row.words} for row in strengths_in(cycle)],
        "needs": [{"key": row.public_id, "words": row.words} for row in open_lines(Need, cycle)],
        "views": [_view(row) for row in views],
    }


def freeze_picture(version: PlanVersion) -> None:
    """Keep what is known of the child with a version that is shared now; once, within a verb."""
    if SharedPicture.objects.filter(version=version).exists():
        return
    text = canonical(picture_now(version.plan.cycle))
    SharedPicture(version=version, content=text, hash=hash_of(text)).save()


def frozen_picture(version: PlanVersion) -> Content:
    """What was known of the child when a version was shared; nothing where none was kept.

    Raises `ValueError` if its text is not the one that was frozen.
    """
    row: SharedPicture | None = getattr(version, "picture", None)
    if row is None:
        return {"schema": SCHEMA, "strengths": [], "needs": [], "views": []}
    if hash_of(row.content) != row.hash:
        raise ValueError(f"The picture of version {version.public_id} is not as it was frozen.")
    found: Content = json.loads(row.content)
    return found


def readable(picture: Content, whose: str | None, named: frozenset[str]) -> Content:
    """The part of a picture for one reader.

    `whose` is the contact's public id or the child's own, `NOBODYS`, or None for staff who see needs: they read
    everybody's words. `named` are the public ids of lines that are for named people only by now: they are left out.
    """
    return {
        **picture,
        "needs": [each for each in picture["needs"] if each["key"] not in named],
        "views": [each for each in picture["views"] if whose is None or each["person"] == whose],
    }
