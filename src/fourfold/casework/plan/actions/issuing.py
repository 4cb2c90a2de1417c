"""The verb by which a shared version becomes a file: made once, stored with its hash, never made again."""

from datetime import datetime

from fourfold.casework.plan.documents import KIND
from fourfold.casework.plan.models import PlanVersion
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import verb
from fourfold.foundation.documents.issue import store
from fourfold.foundation.documents.models import IssuedDocument
from fourfold.foundation.documents.render import Rendered


@verb("plan.issue", Action.SEE_SHARED_PLAN)
def issue_plan(
    version: PlanVersion,
    made: Rendered,
    language: str,
    *,
    subject: str,
    actor: Actor,
    at: datetime,
) -> IssuedDocument:
    """Keep the file of a shared version in a language; the one that is kept already if somebody was quicker.

    `subject` is what it shows: the version, or how it was shared with the one person whose words are on their copy.
    """
    return store(
        KIND,
        subject,
        language,
        made,
        child=version.plan.cycle.pupil.public_id,
        actor=actor,
        at=at,
    )
