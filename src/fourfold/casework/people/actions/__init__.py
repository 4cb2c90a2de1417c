"""The verbs of this room, by topic: people by hand, and each kind of list that is brought in."""

from fourfold.casework.people.actions.people import (
    add_care,
    add_contact,
    add_group,
    add_pupil,
    change_care,
    change_contact,
    change_pupil,
    end_care,
    join_contact,
    note_inherited_spell,
    open_own_account,
    put_in_group,
    put_with_group,
    set_class,
)
from fourfold.casework.people.actions.roll_children import commit_roll
from fourfold.casework.people.actions.roll_contacts import addresses_as_before, commit_contacts
from fourfold.casework.people.actions.roll_groups import commit_groups
from fourfold.casework.people.actions.roll_staff import commit_staff
from fourfold.casework.people.actions.setting import (
    add_staff,
    note_qualification,
    say_whom_to_ask,
    set_roles,
)
from fourfold.casework.people.actions.terms import (
    add_term,
    change_closed,
    change_term,
    close_on,
    open_again,
    remove_term,
)

__all__ = [
    "add_care",
    "add_contact",
    "add_group",
    "add_pupil",
    "add_staff",
    "add_term",
    "addresses_as_before",
    "change_care",
    "change_closed",
    "change_contact",
    "change_pupil",
    "change_term",
    "close_on",
    "commit_contacts",
    "commit_groups",
    "commit_roll",
    "commit_staff",
    "end_care",
    "join_contact",
    "note_inherited_spell",
    "note_qualification",
    "open_again",
    "open_own_account",
    "put_in_group",
    "put_with_group",
    "remove_term",
    "say_whom_to_ask",
    "set_class",
    "set_roles",
]
