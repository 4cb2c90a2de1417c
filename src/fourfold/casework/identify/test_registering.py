"""What needs somebody is said once by each room, whichever way it says so."""

import pytest

from fourfold.casework.cycles.story import register_first_todos, register_todo
from fourfold.casework.identify.story import asked_of_todos, todos


def test_a_room_says_once_what_needs_somebody():
    register_first_todos("identify", todos, asked_of_todos)
    with pytest.raises(ValueError, match="already"):
        register_first_todos("identify", todos, lambda actor, today, first: iter([]))
    with pytest.raises(ValueError, match="already"):
        register_todo("identify", lambda actor, today: [], lambda actor, today: iter([]))
