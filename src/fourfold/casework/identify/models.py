"""Concerns, what was tried in class, the early talk, the decision, and the proof that a family was told."""

from typing import ClassVar

from django.db import models

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.voice.models import RELEASED, Contribution
from fourfold.foundation.access.models import Membership
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.rows import Kept, TenantRow


class Concern(TenantRow):
    """What somebody around a child has seen, and the answer they got.

    A family's or child's own words lie in `contribution`, where a named adult reads them first; `seen` is then empty.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It says who was worried, why, and what came.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+")
    raised_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    raised_on = models.DateField()
    raiser = models.CharField(max_length=20, help_text="A word of `domain.identify.Raiser`.")
    contribution = models.OneToOneField(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen = models.TextField(blank=True)
    since = models.CharField(max_length=200, blank=True)
    sure = models.CharField(max_length=20, blank=True, help_text="A word of `choices.Sure`.")
    urgent = models.CharField(max_length=20, blank=True, help_text="A word of `choices.Urgent`.")
    family_spoken = models.BooleanField(null=True, blank=True)
    why_not_spoken = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)

    @property
    def words(self) -> str:
        """What was seen or said, wherever it lies."""
        return self.contribution.words if self.contribution else self.seen

    @property
    def language(self) -> str:
        """The language of the words, where it is known."""
        return self.contribution.language if self.contribution else ""

    @property
    def was_read(self) -> bool:
        """Whether others than the raiser and the first readers may be shown it."""
        return self.contribution is None or self.contribution.state == RELEASED


class AnswerAdded(TenantRow):
    """What somebody added to an answer that was given; whoever raised the concern reads it below the answer."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is part of the answer to who was worried.")

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="added")
    words = models.TextField()
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()


class TeachingTried(TenantRow):
    """What was tried in class for this child before or beside SEN Support, and how it went (Code 6.19, 6.37)."""

    kept: ClassVar[Kept] = Kept("with_the_child", "Good teaching comes first, and this shows it.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+")
    what = models.JSONField(default=list, help_text="Words of `choices.Tried`.")
    words = models.TextField(blank=True)
    how_it_went = models.TextField(blank=True)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()


class Discussion(TenantRow):
    """The early talk with the family and the child, with its short note (Code 6.39).

    `note_given_on` is when the first of the family had the note; who had it stands in `NoteGiven`.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It says what was talked about and agreed.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+")
    held_on = models.DateField()
    who = models.CharField(max_length=300)
    note = models.TextField()
    note_given_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class NoteGiven(TenantRow):
    """One person has been given the note of a talk: a carer, or (`contact` None) the young person."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It says who of the family was given the note.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    talk = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["talk", "contact"], name="a_note_is_given_once"),
            models.UniqueConstraint(
                fields=["talk"],
                condition=models.Q(contact__isnull=True),
                name="a_note_is_given_once_to_the_young_person",
            ),
        ]


class Decision(TenantRow):
    """Whether SEN Support starts: yes, or not now with a day to look again; by whom, when and why (Code 6.43)."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It says why support started or did not.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+")
    is_support = models.BooleanField()
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    reasons = models.TextField()
    areas = models.JSONField(default=list, help_text="Words of `domain.words.AreaOfNeed`.")
    about_child = models.TextField(blank=True)
    need_is_obvious = models.BooleanField(default=False)
    only_language = models.BooleanField(default=False)
    look_again_on = models.DateField(null=True, blank=True)


class Notice(TenantRow):
    """The proof that one person was told of a decision: who told whom, when, how, and the very words (s.68; I10).

    `contact` None is the young person. By e-mail it counts from the moment when `message` has left. Where neither a
    message nor a day is there, it was found that they had not been told (`NoticePutRight` says why).
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It is the proof that the family was told.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="notices")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=20, help_text="A word of `choices.ToldHow`.")
    told_on = models.DateField(null=True, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    text = models.TextField(help_text="The words as they were given, and never changed.")
    text_hash = models.CharField(max_length=64)
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "contact"],
                condition=models.Q(
                    message__isnull=True, contact__isnull=False, told_on__isnull=False
                ),
                name="a_carer_is_told_once",
            )
        ]


class NoticePutRight(TenantRow):
    """How somebody was told was written down wrongly: who put it right, why, and what it said before."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is part of the proof that a family was told.")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="put_right")
    on = models.DateField()
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    because = models.TextField()
    how = models.CharField(max_length=20, help_text="What it said before, as `Notice` does.")
    told_on = models.DateField(null=True, blank=True)
    remark = models.CharField(max_length=300, blank=True)
