"""What the time with a group is called: a lesson, and to a key person, as nurseries have them, a session."""

from django.utils.translation import gettext as _

from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.words import Words


def _has_sessions(actor: Actor) -> bool:
    """Whether somebody is a key person (early years) and teaches nobody besides."""
    return Role.KEYWORKER in actor.roles and Role.TEACHER not in actor.roles


def my_next(actor: Actor) -> str:
    """“My next lesson”, as whoever reads it says it."""
    return _("My next session") if _has_sessions(actor) else _("My next lesson")


def my_next_with(actor: Actor, group: str) -> Words:
    """The same with the name of the group."""
    words = (
        _("My next session: %(group)s") if _has_sessions(actor) else _("My next lesson: %(group)s")
    )
    return ui.filled(words, group=ui.person(group))
