"""The one wrapper that every verb goes through: decide, change, trail, recompute what is due, queue messages.

A verb is a function whose first argument is its subject (a row of a tenant, or the organisation itself), with
`actor` as a keyword. All of it happens in one transaction, or none of it.
"""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from fourfold.config import clock
from fourfold.domain.access import Action, Refused
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import decide_for
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.due.recompute import recompute
from fourfold.foundation.scope.remembered import forget
from fourfold.foundation.scope.rows import TenantRow
from fourfold.foundation.scope.tenancy import active_tenant
from fourfold.foundation.scope.writing import (
    Writing,
    WrongTenant,
    WroteOutsideVerb,
    verb_at_work,
    writing,
)
from fourfold.foundation.trail.chain import Link, append

P = ParamSpec("P")
R = TypeVar("R")


class NotAllowed(Exception):
    """The actor may not do this. The message is a sentence for the person; `hidden` if even that says too much."""

    def __init__(self, sentence: str, *, hidden: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hidden = hidden


class Impossible(Exception):
    """The verb would make the record untrue or came too late. The message is a sentence for the person.

    `about` is the field of the form on which it is put right, if there is one.
    """

    def __init__(self, sentence: str, *, about: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.about = about


class Over(Impossible):
    """Whatever is typed, it cannot be done any more. The sentence says what stands; `shown` is how a page has it."""

    def __init__(self, sentence: str, *, shown: str = "") -> None:
        super().__init__(sentence)
        self.shown = shown or sentence


VERBS: dict[str, Callable[..., Any]] = {}


def _tenant_of(subject: object) -> int:
    if isinstance(subject, Organisation):
        return int(subject.pk)
    if isinstance(subject, TenantRow):
        return int(subject.tenant_id)
    raise WroteOutsideVerb("A verb's first argument is a row of a tenant or an organisation.")


def _may(action: Action | None, actor: Actor, subject: object) -> None:
    if actor.tenant != _tenant_of(subject) or active_tenant() != actor.tenant:
        raise WrongTenant("A verb acts in the tenant of its actor, its subject and its scope.")
    if action is None or actor.is_system:
        return
    decision = decide_for(action, actor, subject)
    if isinstance(decision, Refused):
        raise NotAllowed(_(decision.sentence), hidden=decision.hidden)


def _finish(opened: Writing, actor: Actor, subject: Any) -> None:
    child = next(iter(sorted(opened.children)), "") if len(opened.children) == 1 else ""
    now = clock.now()
    append(
        [
            Link(
                at=now,
                actor=actor.public_id,
                act=opened.act,
                subject_label=subject._meta.label,
                subject=subject.public_id,
                child=child,
                rows=opened.rows,
            )
        ]
    )
    recompute(opened.children, whole_setting=opened.whole_setting, today=clock.today())


def verb(code: str, action: Action | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a verb named `code` (``plan.share``) that `action` permits.

    `action` None is for verbs that only the system, or the person on their own membership, can reach; say why in
    the function's docstring. A verb called by a verb joins it: one transaction, one link in the trail.
    Raises `NotAllowed`, `Impossible`, `WrongTenant`, `Stale` (from the rows).
    """

    def make(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            subject, actor = args[0], kwargs["actor"]
            if not isinstance(actor, Actor):
                raise WroteOutsideVerb("A verb is told who acts: actor=…")
            _may(action, actor, subject)
            if writing() is not None:
                return function(*args, **kwargs)
            try:
                with transaction.atomic(), verb_at_work(actor.tenant, code) as opened:
                    result = function(*args, **kwargs)
                    _finish(opened, actor, subject)
                    return result
            finally:
                forget()

        if code in VERBS:
            raise WroteOutsideVerb(f"There are two verbs named {code}.")
        VERBS[code] = run
        run.code, run.action = code, action  # type: ignore[attr-defined]
        return run

    return make
