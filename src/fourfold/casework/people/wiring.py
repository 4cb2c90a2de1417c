"""What this room offers the rooms below it: the door to a child, and who all the children are."""

from fourfold.casework.people.models import Contact, Pupil, TeachingGroup
from fourfold.casework.people.relations import standing
from fourfold.foundation.access.doors import Door, register, standing_at_setting
from fourfold.foundation.due.registry import children_come_from


def find_pupil(public_id: str) -> Pupil | None:
    """The child with that public id in the tenant in scope, or None."""
    return Pupil.objects.filter(public_id=public_id).first()


def everyone() -> list[str]:
    """The public ids of all children of the tenant in scope, those who have left too."""
    return list(Pupil.objects.values_list("public_id", flat=True))


def find_group(public_id: str) -> TeachingGroup | None:
    """The group with that public id in the tenant in scope, or None."""
    return TeachingGroup.objects.filter(public_id=public_id).first()


def find_contact(public_id: str) -> Contact | None:
    """The contact with that public id in the tenant in scope, or None."""
    return Contact.objects.filter(public_id=public_id).first()


register(Door("child", Pupil, find_pupil, standing))
register(Door("group", TeachingGroup, find_group, standing_at_setting))
register(Door("contact", Contact, find_contact, standing_at_setting))
children_come_from(everyone)
