"""The tables of signing in. None belongs to a tenant: each is read before anybody knows which setting it is about.

They hold keyed hashes and public ids, never an address, a token, a code or a name in the clear.
"""

from django.db import models


class Attempt(models.Model):
    """A sign-in that failed, under a keyed hash of what was tried; counted for the lock-out, kept for a day."""

    key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()


class Spent(models.Model):
    """What may be used once and has been: a code of a code app. Kept for a day."""

    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()


class FamilyAddress(models.Model):
    """At which settings, and as which members, somebody signs in with an address: its keyed hash, not the address.

    Not scoped: a parent types an address and nothing else, so the tenant is what this table answers.
    """

    key = models.CharField(max_length=64, db_index=True)
    organisation = models.ForeignKey(
        "access.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    membership = models.CharField(max_length=14, unique=True, help_text="Public id.")


class SignInLink(models.Model):
    """A link sent to an address: works once, for fifteen minutes. Only a hash of its token is kept.

    Not scoped: it proves an address, from which the settings follow.
    """

    token = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=64, db_index=True, help_text="Keyed hash of the address.")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class FamilyCode(models.Model):
    """A code given to one person by letter or by hand: to sign in once, or as that person's own further proof.

    Not scoped: who types it is not signed in. Only a keyed hash is kept.
    """

    SIGN_IN = "sign_in"
    PERSONAL = "personal"

    organisation = models.ForeignKey(
        "access.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    membership = models.CharField(max_length=14, db_index=True, help_text="Public id.")
    use = models.CharField(max_length=10, help_text="sign_in or personal.")
    digest = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)


class KnownDevice(models.Model):
    """A browser in which a family member has signed in before, by a hash of the token in its cookie.

    Not scoped: it is asked before anybody is signed in.
    """

    token = models.CharField(max_length=64, db_index=True)
    organisation = models.ForeignKey(
        "access.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    membership = models.CharField(max_length=14, db_index=True, help_text="Public id.")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "membership"], name="a_device_once")
        ]


class Invitation(models.Model):
    """A link by which a new member of staff sets a password: works once, for seven days. Not scoped: see above."""

    token = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
