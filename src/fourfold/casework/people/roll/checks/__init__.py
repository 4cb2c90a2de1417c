"""What is held against the lines of a roll, one rule a file."""

from fourfold.casework.people.roll.checks.birth_date_missing import CHECK as BIRTH_DATE_MISSING
from fourfold.casework.people.roll.checks.need_not_known import CHECK as NEED_NOT_KNOWN
from fourfold.casework.people.roll.checks.need_without_support import CHECK as NEED_WITHOUT_SUPPORT
from fourfold.casework.people.roll.checks.not_born_yet import CHECK as NOT_BORN_YET
from fourfold.casework.people.roll.checks.upn_letter import CHECK as UPN_LETTER
from fourfold.casework.people.roll.checks.upn_twice import CHECK as UPN_TWICE
from fourfold.casework.people.roll.checks.year_does_not_fit import CHECK as YEAR_DOES_NOT_FIT

OF_CHILDREN = (
    UPN_TWICE,
    UPN_LETTER,
    BIRTH_DATE_MISSING,
    NOT_BORN_YET,
    YEAR_DOES_NOT_FIT,
    NEED_NOT_KNOWN,
    NEED_WITHOUT_SUPPORT,
)
"""The checks of a list of children."""

__all__ = ["OF_CHILDREN"]
