"""Who counts as a parent of a child and so is told (Education Act 1996 s.576; domain 7).

All natural parents, married or not; anyone with parental responsibility; anyone with care of the
child. Several can be one at once, and each is entitled to be told unless an order says otherwise.
A childminder or a neighbour on the list of contacts is none of these.
"""

from __future__ import annotations

import re
from typing import Final

NATURAL_PARENT: Final = (
    r"^\s*((birth|natural|biological) )?"
    r"(mother|father|parent|mum|mummy|mom|mam|dad|daddy|mother/father)\s*$"
)
"""The relationships that say that somebody is a natural parent, whatever their case: a pattern, so
that a database can ask it too. A step-parent or a grandparent has responsibility, or care, or
neither."""


def is_parent(relationship: str, responsibility: str, *, lives_with: bool) -> bool:
    """Whether a contact is a parent in the sense of s.576, as far as is known.

    `responsibility` is yes, no or unknown. What is not known keeps nobody out: only who is known to
    be without parental responsibility, without whom the child lives, and who is no natural parent
    is none.
    """
    if responsibility != "no" or lives_with:
        return True
    return re.search(NATURAL_PARENT, relationship, re.IGNORECASE) is not None
