"""Codes on paper for families: one to sign in with, once; and one of their own, asked for when in doubt."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q

from fourfold.config import clock
from fourfold.foundation.access.models import FamilyCode, Membership, Organisation
from fourfold.foundation.access.proofs import LETTERS, keyed, new_code, plain_code
from fourfold.foundation.scope.names import search_key

SIGN_IN_LIFE = timedelta(days=14)
SIGN_IN_LENGTH, PERSONAL_LENGTH = 8, 6


def first_word(typed: str) -> str:
    """The first word of what was typed for a setting, however it is spelled; empty if there is none."""
    return next(iter(search_key(typed).split()), "")


def setting_word(setting: Organisation) -> str:
    """The word that stands for a setting on the letter: the first of its name."""
    return first_word(setting.name)


def _digest(use: str, whose: str, code: str) -> str:
    return keyed("family-code", f"{use}:{whose}:{plain_code(code)}")


def _keep(membership: Membership, use: str, digest: str, life: timedelta | None) -> None:
    now = clock.now()
    FamilyCode.objects.filter(
        membership=membership.public_id, use=use, used_at__isnull=True
    ).delete()
    FamilyCode(
        organisation_id=membership.tenant_id,
        membership=membership.public_id,
        use=use,
        digest=digest,
        made_at=now,
        until=now + life if life else None,
    ).save()


def make_sign_in_code(membership: Membership) -> str:
    """A code to sign in with once, within 14 days; the one before it stops working. Shown now and never again."""
    code = new_code(SIGN_IN_LENGTH)
    digest = _digest(FamilyCode.SIGN_IN, str(membership.tenant_id), code)
    _keep(membership, FamilyCode.SIGN_IN, digest, SIGN_IN_LIFE)
    return code


def make_personal_code(membership: Membership) -> str:
    """The person's own code, in place of the one before. Shown now and never again."""
    code = new_code(PERSONAL_LENGTH, LETTERS)
    digest = _digest(FamilyCode.PERSONAL, membership.public_id, code)
    _keep(membership, FamilyCode.PERSONAL, digest, None)
    return code


def start_anew(membership: Membership) -> str:
    """Every code of the person stops working; a new one to sign in with, once, shown now and never again.

    What is left says that the person once had a code: a link alone does not let them in before they type the new one.
    """
    now = clock.now()
    FamilyCode.objects.filter(membership=membership.public_id).delete()
    nobodys = _digest(FamilyCode.PERSONAL, membership.public_id, new_code(SIGN_IN_LENGTH * 2))
    _keep(membership, FamilyCode.PERSONAL, nobodys, None)
    FamilyCode.objects.filter(membership=membership.public_id).update(used_at=now)
    return make_sign_in_code(membership)


def _open() -> Q:
    return Q(used_at__isnull=True) & (Q(until__isnull=True) | Q(until__gte=clock.now()))


def _use_up(code: FamilyCode) -> bool:
    rows = FamilyCode.objects.filter(pk=code.pk, used_at__isnull=True)
    return bool(rows.update(used_at=clock.now()))


def use_sign_in_code(word: str, typed: str) -> FamilyCode | None:
    """Use up the code that was typed with the word of its setting, or None if it is not good."""
    asked = search_key(word)
    for setting in Organisation.objects.filter(search_key__startswith=asked) if asked else ():
        if asked not in {setting_word(setting), setting.search_key}:
            continue
        digest = _digest(FamilyCode.SIGN_IN, str(setting.pk), typed)
        code = (
            FamilyCode.objects.filter(_open(), use=FamilyCode.SIGN_IN, digest=digest)
            .select_related("organisation")
            .first()
        )
        if code is not None and _use_up(code):
            return code
    return None


def has_personal(memberships: Sequence[str]) -> bool:
    """Whether one of these memberships was given a code of its own."""
    return FamilyCode.objects.filter(
        _open(), use=FamilyCode.PERSONAL, membership__in=memberships
    ).exists()


def has_sign_in_code(membership: str) -> bool:
    """Whether this membership (public id) can sign in with a code from a letter: their own code alone opens nothing."""
    return FamilyCode.objects.filter(
        _open(), use=FamilyCode.SIGN_IN, membership=membership
    ).exists()


def was_given_personal(membership: str) -> bool:
    """Whether this membership was ever given a code of its own, working or not."""
    return FamilyCode.objects.filter(use=FamilyCode.PERSONAL, membership=membership).exists()


def proves_person(memberships: Sequence[str], typed: str) -> bool:
    """Whether `typed` was given to the person of these memberships only: their own code, or one from a letter."""
    return bool(whose(memberships, typed))


def whose(memberships: Sequence[str], typed: str) -> str:
    """For which of one person's memberships `typed` was given, as their own code or in a letter; empty for none."""
    for membership in memberships:
        own = _digest(FamilyCode.PERSONAL, membership, typed)
        rows = FamilyCode.objects.filter(_open(), membership=membership)
        if rows.filter(use=FamilyCode.PERSONAL, digest=own).exists():
            return membership
        for row in rows.filter(use=FamilyCode.SIGN_IN):
            once = _digest(FamilyCode.SIGN_IN, str(row.organisation_id), typed)
            if row.digest == once and _use_up(row):
                return membership
    return ""
