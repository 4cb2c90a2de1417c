"""Every verb of the house and what it asks for, written down by hand; None for what no person reaches through it.

A new verb needs a line here, and one that asks for something else a changed line.
"""

from typing import Final

VERBS: Final[dict[str, str | None]] = {
    "care.add": "manage_people",
    "child.add": "manage_people",
    "child.change": "manage_people",
    "child.inherited": "import_roll",
    "child.own_account": "manage_people",
    "child.sign_in_code": "manage_people",
    "contact.add": "manage_people",
    "contact.change_address": "manage_people",
    "contact.change_own_address": None,
    "contact.new_device": None,
    "contact.sign_in_code": "manage_people",
    "demonstration.fill": None,
    "due.set_aside": "waive_due",
    "due.take_up": "waive_due",
    "grant.end": "manage_people",
    "grant.give": "manage_people",
    "group.add": "manage_people",
    "group.put_child": "manage_people",
    "group.put_staff": "manage_people",
    "intake.leave": "import_roll",
    "intake.look_again": "import_roll",
    "intake.read": "import_roll",
    "intake.undo": "import_roll",
    "line.restrict": "write_assessment",
    "member.add": "manage_people",
    "member.end": "manage_people",
    "member.give_role": "manage_people",
    "message.release": "see_outbox",
    "message.settle": None,
    "message.take": None,
    "organisation.affiliate": "manage_setting",
    "organisation.set_kind": "manage_setting",
    "roll.children": "import_roll",
    "senco.appoint": "manage_people",
    "terms.add": "manage_setting",
    "terms.close": "manage_setting",
}
