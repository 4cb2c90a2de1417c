"""Children, their families, who teaches and supports whom, terms and closures, and the codes that came with a roll."""

from typing import ClassVar

from django.db import models

from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.names import search_key, sort_key
from fourfold.foundation.scope.rows import Kept, TenantRow
from fourfold.foundation.scope.writing import Writing


class Pupil(TenantRow):
    """A child or young person at this setting. Names are shown as now chosen; the legal ones are kept beside them."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is whom the support is for.")

    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120)
    legal_given_name = models.CharField(max_length=120, blank=True)
    legal_family_name = models.CharField(max_length=120, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    search_key = models.CharField(max_length=400, editable=False)
    birth_date = models.DateField(null=True, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    admission_number = models.CharField(max_length=20, blank=True)
    year_group = models.CharField(max_length=4, blank=True, help_text="N1 N2 R 1 to 14, or X.")
    home_language = models.CharField(max_length=12, blank=True, help_text="BCP 47, such as tr.")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    whereabouts_protected = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def before_write(self, current: Writing) -> None:
        """Keep the sort and search keys with the names."""
        self.sort_key = sort_key(self.family_name, self.given_name)
        self.search_key = search_key(
            f"{self.given_name} {self.family_name} {self.legal_given_name} {self.legal_family_name}"
        )[:400]
        super().before_write(current)

    def child_public_id(self) -> str:
        """The child is this one."""
        return self.public_id


class Contact(TenantRow):
    """A person who cares for one or more children here: the family's own row, to which a membership may belong."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It is with whom the setting works.")

    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    search_key = models.CharField(max_length=400, editable=False)
    membership = models.OneToOneField(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    interpreter = models.BooleanField(default=False)
    channel = models.CharField(max_length=20, default="email", help_text="email, print or in_app.")

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def before_write(self, current: Writing) -> None:
        """Keep the sort and search keys with the name."""
        self.sort_key = sort_key(self.family_name, self.given_name)
        self.search_key = search_key(f"{self.given_name} {self.family_name}")[:400]
        super().before_write(current)


class Care(TenantRow):
    """What a contact is to a child: relationship, responsibility, home, and an order that restricts (EA 1996 s.576)."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It says who is entitled to be told what.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="cares")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="cares")
    relationship = models.CharField(max_length=60)
    responsibility = models.CharField(
        max_length=10, default="unknown", help_text="yes, no or unknown."
    )
    lives_with = models.BooleanField(default=False)
    order_type = models.CharField(max_length=120, blank=True)
    order_from = models.DateField(null=True, blank=True)
    order_to = models.DateField(null=True, blank=True)
    order_seen_by = models.CharField(max_length=120, blank=True)
    bars_all = models.BooleanField(default=False, help_text="The order bars all information.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta(TenantRow.Meta):
        constraints = [
            # Whoever stopped caring for the child and does so again has a second one.
            models.UniqueConstraint(
                fields=["pupil", "contact"],
                condition=models.Q(valid_to__isnull=True),
                name="one_care_per_contact",
            )
        ]


class OwnAccount(TenantRow):
    """The young person's own way in, once they hold their rights (after the last Friday in June at 16)."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It lets a young person act in their own right.")

    pupil = models.OneToOneField(Pupil, on_delete=models.CASCADE, related_name="own_account")
    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="+")


class TeachingGroup(TenantRow):
    """A class, a subject set or a support group."""

    kept: ClassVar[Kept] = Kept("setting", "It says who taught and supported whom.")

    name = models.CharField(max_length=120)
    search_key = models.CharField(max_length=120, editable=False)
    kind = models.CharField(max_length=20, default="class", help_text="class, subject or support.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def before_write(self, current: Writing) -> None:
        """Keep the search key with the name."""
        self.search_key = search_key(self.name)[:120]
        super().before_write(current)


class GroupPupil(TenantRow):
    """A child in a group, from a day to a day."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It says who taught the child when.")

    group = models.ForeignKey(TeachingGroup, on_delete=models.CASCADE, related_name="pupils")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="groups")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)


class GroupStaff(TenantRow):
    """A member of staff with a group, from a day to a day: teaches, is keyworker, or supports it."""

    kept: ClassVar[Kept] = Kept("with_the_person", "It says whom a member of staff could see.")

    group = models.ForeignKey(TeachingGroup, on_delete=models.CASCADE, related_name="staff")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(
        max_length=20, default="teaches", help_text="teaches, keyworker, supports."
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)


class Term(TenantRow):
    """A term of this setting: first and last school day. Settings differ; nothing assumes three."""

    kept: ClassVar[Kept] = Kept("setting", "Due dates in school days are counted with it.")

    name = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()


class Closure(TenantRow):
    """A day within a term on which the setting is closed: half term, a bank holiday, an INSET day, snow."""

    kept: ClassVar[Kept] = Kept("setting", "Due dates in school days are counted with it.")

    day = models.DateField()
    name = models.CharField(max_length=60)

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "day"], name="one_closure_a_day")]


class WhomToAsk(TenantRow):
    """What plans tell families: how they reach the SENCO, and where advice is that is not the setting's (s.32)."""

    kept: ClassVar[Kept] = Kept("setting", "It tells families whom to ask.")

    senco_reached = models.CharField(max_length=200, blank=True)
    advice = models.CharField(max_length=400, blank=True)

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="whom_to_ask_once")]


class InheritedSpell(TenantRow):
    """A K or an E that came with a roll: dated, with its source, shown as such. The derived code starts from it.

    `begins` is the day that the roll gives; where it gives none, the day of the list, from which on it is known.
    `came_on` is the day on which it was brought in: from then on something is asked for. Of what was brought in before
    Fourfold noted that day it is not known.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It says what was decided before or elsewhere.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="inherited")
    code = models.CharField(max_length=1)
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    came_on = models.DateField(null=True)


class RollNote(TenantRow):
    """What a roll said of a child that has no place of its own here, kept as text: a type of need, an unknown code.

    `what` is ``need_type``, ``sen_status``, ``home_language`` or ``year_group``; `text` as it was received; `code` the
    code that it was read as, or empty where it is not a known one.
    """

    kept: ClassVar[Kept] = Kept("with_the_child", "It says what was known of the child before.")

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="roll_notes")
    what = models.CharField(max_length=20)
    text = models.CharField(max_length=200)
    code = models.CharField(max_length=10, blank=True)
    noted_on = models.DateField()
    source = models.CharField(max_length=60, default="roll")
