"""Organisations and their dated kinds, users, memberships with dated roles, grants, and lines for named people only."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from fourfold.foundation.access.sign_in_tables import (
    Attempt,
    FamilyAddress,
    FamilyCode,
    Invitation,
    KnownDevice,
    SignInLink,
    Spent,
)
from fourfold.foundation.scope.names import new_public_id, search_key
from fourfold.foundation.scope.rows import Kept, TenantRow
from fourfold.foundation.scope.writing import Writing

__all__ = [
    "Affiliation",
    "Attempt",
    "FamilyAddress",
    "FamilyCode",
    "Grant",
    "Invitation",
    "KeptForm",
    "KnownDevice",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Restriction",
    "RestrictionReader",
    "RoleHeld",
    "Seat",
    "SencoAppointment",
    "SignInLink",
    "Spent",
    "User",
    "Users",
]


class Organisation(models.Model):
    """A setting, a trust or a local authority: the tenant row. Not scoped, since it is what a scope is made of."""

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200)
    search_key = models.CharField(max_length=200, editable=False)
    first_day = models.DateField(help_text="The organisation's first day on Fourfold.")

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        """Keep the search key with the name."""
        self.search_key = search_key(self.name)[:200]
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name


class OrganisationKind(TenantRow):
    """What kind of setting an organisation is, from a day to a day: schools become academies, and duties change."""

    kept: ClassVar[Kept] = Kept("setting", "It decides which duties bound the setting when.")

    kind = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "valid_from"], name="one_kind_from_a_day")
        ]


class Affiliation(TenantRow):
    """Which trust or local authority a setting belongs to, as which of the two, from a day to a day, by what source.

    `above` where that one is on Fourfold here too; else it is `named`.
    """

    kept: ClassVar[Kept] = Kept("setting", "It says to whom the setting belonged when.")

    above = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    named = models.CharField(max_length=200, blank=True)
    kind = models.CharField(
        max_length=60, help_text="A word of SettingKind: a trust or an authority."
    )
    source = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    @property
    def called(self) -> str:
        """How the trust or the authority is called."""
        return self.above.name if self.above else self.named


class Users(BaseUserManager):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None) -> "User":
        """A user who signs in with `email`; without `password` only another provider or a passkey lets them in."""
        user = User(email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A member of staff, a professional or an officer. Families sign in as a contact at a setting instead."""

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = False
    is_superuser = False

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = Users()

    def __str__(self) -> str:
        return self.email


class Membership(TenantRow):
    """A person at an organisation, from a day to a day: staff (with a user) or a family member (without).

    A member of staff who left and came back has one for each time.
    """

    kept: ClassVar[Kept] = Kept("with_the_person", "It says who could see and do what, and when.")

    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    called = models.CharField(
        max_length=120, help_text="How the person is named here, such as Ms Obi."
    )
    search_key = models.CharField(max_length=120, editable=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta(TenantRow.Meta):
        constraints = [
            # Whoever left and comes back has a second one: the time between stays closed.
            models.UniqueConstraint(
                fields=["tenant", "user"],
                condition=models.Q(user__isnull=False, valid_to__isnull=True),
                name="one_open_membership_per_user",
            )
        ]

    def before_write(self, current: Writing) -> None:
        """Keep the search key with the name."""
        self.search_key = search_key(self.called)[:120]
        super().before_write(current)


class RoleHeld(TenantRow):
    """A role that a member holds, from a day to a day."""

    kept: ClassVar[Kept] = Kept("with_the_person", "It says who could see and do what, and when.")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)


class SencoAppointment(TenantRow):
    """A SENCO's appointment here and the qualification that goes with it (SEND Regulations 2014, reg 49)."""

    kept: ClassVar[Kept] = Kept("setting", "The setting has to show that its SENCO is qualified.")

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="appointments"
    )
    appointed_on = models.DateField()
    prior_service_months = models.PositiveSmallIntegerField(default=0)
    qualification = models.CharField(max_length=40, blank=True)
    enrolled_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)


class Seat(models.Model):
    """At which organisations a user has a membership: the one thing that is read before a tenant is known."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="one_seat")]


class Grant(TenantRow):
    """A professional, officer or supporter may see one child until a day, for a reason."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It says who outside the setting could see what.")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="grants")
    child = models.CharField(max_length=14, db_index=True, help_text="Public id of the child.")
    ground = models.CharField(max_length=20, blank=True, help_text="A word of Ground.")
    reason = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    def child_public_id(self) -> str:
        """The child whom the grant is about."""
        return self.child


class Restriction(TenantRow):
    """A line or a file that only named people may see; to everybody else it does not exist."""

    kept: ClassVar[Kept] = Kept(
        "with_the_child", "It protects a line for as long as the line is kept."
    )

    label = models.CharField(max_length=60, help_text="Label of the model that is restricted.")
    target = models.CharField(
        max_length=14, unique=True, help_text="Public id of the restricted row."
    )
    child = models.CharField(max_length=14, db_index=True)

    def child_public_id(self) -> str:
        """The child whom the restricted line is about."""
        return self.child


class RestrictionReader(TenantRow):
    """One of the named people who may see a restricted line."""

    kept: ClassVar[Kept] = Kept("with_the_child", "It says who could see a protected line.")

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="readers")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["restriction", "membership"], name="a_reader_once")
        ]


class KeptForm(models.Model):
    """What somebody had typed when their session had ended, sealed to them. Not scoped: read by its owner only.

    `owner` is ``user:`` or ``member:`` with a public id. The text is encrypted with a key made for that owner.
    Kept for seven days.
    """

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    owner = models.CharField(max_length=40, db_index=True)
    path = models.CharField(max_length=300)
    sealed = models.TextField()
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
