"""Who does something in a walk, to whom, when, and with what words: right two times in three, else anything."""

from hypothesis import strategies as st

from fourfold.domain.words import NextStep

BECAUSE = "Because it is so."
FOURFOLD = "Fourfold"

EVERYBODY = [
    "Amina",
    "Ben",
    "Tess",
    "Hana",
    "Ada",
    "Dilek",
    "Marta",
    "Ivan",
    "Grace",
    "Evie",
    FOURFOLD,
]


def mostly(*names: str) -> st.SearchStrategy[str]:
    """Who may do it, two times in three, so that walks get far; else anybody, Fourfold itself among them."""
    return st.sampled_from([*names * (2 * len(EVERYBODY) // len(names)), *EVERYBODY])


SENCO, TEACHER, FAMILY_MEMBER = mostly("Amina"), mostly("Amina", "Ben"), mostly("Dilek", "Marta")
RAISER = mostly("Ben", "Tess", "Dilek")
CHILDREN = st.sampled_from(["Ayaan", "Ayaan", "Ayaan", "Ayaan", "Rosa"])
FAMILY = st.sampled_from(["Dilek", "Dev", "Marta", "Ivan"])
WORDS = st.sampled_from([BECAUSE, BECAUSE, BECAUSE, " "])
DAYS = st.sampled_from([0, 0, 0, 0, 1, -1, -30])
VERSIONS = st.sampled_from(["this", "this", "this", "none", "other"])
STEPS = st.sampled_from([None, NextStep.CONTINUE, NextStep.CONTINUE, NextStep.EXIT])
