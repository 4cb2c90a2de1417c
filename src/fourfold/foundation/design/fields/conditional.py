"""“If this answer, then that question”: needed when it is asked, and wiped when it is not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class When:
    """When `field` has one of the answers `values` (None: any answer), the fields `then` are asked, else wiped.

    A field of `then` that is declared as required needs an answer only then. What somebody typed there before they
    changed their mind is not kept: it would come back later as something that they said.
    """

    field: str
    values: tuple[str, ...] | None
    then: tuple[str, ...]

    def holds(self, answer: object) -> bool:
        """Whether `answer` (cleaned; a list for many) asks for the further fields."""
        given = answer if isinstance(answer, list) else [answer]
        texts = {
            ("on" if one is True else str(one)) for one in given if one not in (None, "", False)
        }
        return bool(texts) if self.values is None else bool(texts & set(self.values))
