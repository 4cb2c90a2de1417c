"""What becomes of the rows of the rooms below this one, where it is otherwise than their rule says."""

from datetime import timedelta

from fourfold.foundation.access.kept_forms import KEPT_FOR
from fourfold.foundation.act.ticks import every_night
from fourfold.foundation.retention.leaving import end_grants, stop_messages, when_child_gone
from fourfold.foundation.retention.passing import passes, take_away_what_has_passed
from fourfold.foundation.retention.registry import ChildGone, PersonGone, WrongChild, declare

# The trail is never changed: what was noted under a child who was mistaken for another stays, and says so.
for label in ("trail.TrailEntry", "trail.TrailSalt"):
    declare(
        label,
        child_gone=ChildGone.STAYS,
        wrong_child=WrongChild.STAYS,
        person_gone=PersonGone.STAYS,
    )

declare(
    "due.DueRow",
    child_gone=ChildGone.CLOSES,
    wrong_child=WrongChild.FOLLOWS,
    person_gone=PersonGone.HANDED_OVER,
)
declare("notify.Message", child_gone=ChildGone.STOPS, wrong_child=WrongChild.STAYS)
when_child_gone("notify.Message", stop_messages)
declare("documents.IssuedDocument", wrong_child=WrongChild.STAYS)
declare("access.Grant", child_gone=ChildGone.CLOSES, person_gone=PersonGone.ENDS)
when_child_gone("access.Grant", end_grants)
declare("access.RestrictionReader", person_gone=PersonGone.HANDED_OVER)
declare("access.SencoAppointment", person_gone=PersonGone.ENDS)
declare("intake.Intake", person_gone=PersonGone.STAYS)

# Ways in: they end with the person's last day.
for label in (
    "access.User",
    "access.Seat",
    "access.Invitation",
    "access.KeptForm",
    "access.KnownDevice",
    "access.FamilyAddress",
    "access.SignInLink",
    "access.FamilyCode",
):
    declare(label, person_gone=PersonGone.ENDS)

# What is kept for a while, and goes at night.
DAY = timedelta(days=1)
for label in ("act.Done", "access.Attempt", "access.Spent"):
    passes(label, "at", DAY)
passes("access.KeptForm", "at", KEPT_FOR)
# After a day more nobody asks any longer why a link or a code does not work.
for label in ("access.SignInLink", "access.FamilyCode", "access.Invitation"):
    passes(label, "until", DAY)
every_night("what has passed", take_away_what_has_passed)
