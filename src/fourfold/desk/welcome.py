"""What a home says to each role: what this person sees here, and what they can do besides what needs them."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.identify.letters import nothing_to_show
from fourfold.casework.voice.readers import holders
from fourfold.domain.access import Action
from fourfold.domain.words import GIVE_SUPPORT, N_, Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.addresses import reverse

A = Action


@dataclass(frozen=True)
class Way:
    """Something that can be done here, what it is for, and where."""

    words: str
    what_for: str
    address: str


@dataclass(frozen=True)
class _Page:
    words: str
    what_for: str
    page: str
    action: Action | None


_TODAY = _Page(
    N_("See the sessions of the day"),
    N_("The support you give: say with one press that it was given, or why not."),
    "do:today",
    A.SEE_TODAY,
)
_LESSON = _Page(
    N_("See what helps in a lesson"),
    N_("What helps each child of a group, on one page."),
    "do:lessons",
    None,
)
# The same to a key person: nurseries have sessions.
_SESSION = replace(_LESSON, words=N_("See what helps in a session"))
_READ_FIRST = _Page(
    N_("Read what was sent"),
    N_("What children and families sent and nobody has read yet."),
    "voice:waiting",
    A.READ_CONTRIBUTION,
)
_DUE = _Page(
    N_("See what is due and what is late"),
    N_("What the law, the Code and our own policy ask for, and by when."),
    "desk:due",
    A.SEE_DUE,
)
_CHILDREN = _Page(
    N_("Look up a child"),
    N_("Everybody on roll. Choose a name to see more."),
    "people:register",
    None,
)
_ADD = _Page(
    N_("Add a child"),
    N_("For one who joins."),
    "people:add_child",
    A.MANAGE_PEOPLE,
)
_BRING_IN = _Page(
    N_("Bring in many people from a file"),
    N_("Children, families, staff or groups from a file. You see first what would change."),
    "intake:start",
    A.IMPORT_ROLL,
)
_STAFF = _Page(
    N_("See who works here"),
    N_("Who works here and what they may see."),
    "people:staff",
    A.MANAGE_PEOPLE,
)
_TERMS = _Page(
    N_("Set the term dates"),
    N_("And the days without school: every date that is due follows them."),
    "people:terms",
    A.MANAGE_SETTING,
)
_MESSAGES = _Page(
    N_("See what was sent"),
    N_("Messages that left, that wait, and that are to be printed."),
    "desk:outbox",
    A.SEE_OUTBOX,
)

# The roles whose homes say what can be done here, each with the likeliest first. A SENCO has it all around the page.
PAGES: dict[Role, tuple[_Page, ...]] = {
    Role.TEACHER: (_TODAY, _LESSON),
    Role.KEYWORKER: (_TODAY, _SESSION),
    Role.ASSISTANT: (_TODAY,),
    Role.SENIOR_LEADER: (_DUE, _CHILDREN, _STAFF, _TERMS, _MESSAGES),
    Role.SAFEGUARDING_LEAD: (_READ_FIRST, _CHILDREN),
    Role.ADMINISTRATOR: (_ADD, _BRING_IN, _CHILDREN, _STAFF, _TERMS, _MESSAGES),
}


def ways(actor: Actor, setting: Organisation) -> list[Way]:
    """What this person can do from their home, each thing once."""
    if Role.SENCO in actor.roles:
        return []
    pages: dict[str, _Page] = {}
    for role in PAGES:
        for each in PAGES[role] if role in actor.roles else ():
            pages.setdefault(each.page, each)
    return [
        Way(
            _(page.words),
            _(page.what_for),
            reverse(page.page, kwargs={"setting": setting.public_id}),
        )
        for page in pages.values()
        if page.action is None or may(page.action, actor, setting)
    ]


def _ask_the_senco(today: date) -> Words:
    names = [ui.person(member.called) for member in holders(Role.SENCO, today)]
    if not names:
        return _("Ask the office whom to speak to.")
    return ui.filled(_("If you need to know something, ask %(name)s, the SENCO."), name=names[0])


def _invited(today: date, *, has_children: bool) -> Words:
    if has_children:
        return _(
            "The children whom you were asked to work with. You can read what each needs and what is done, for as"
            " long as the invitation lasts, and raise a concern."
        )
    return ui.filled(
        "%(first)s %(then)s",
        first=_(
            "No child’s page is open to you now: you have not been invited, or the invitation has ended."
        ),
        then=_ask_the_senco(today),
    )


def _from_outside(actor: Actor, today: date, *, has_children: bool) -> Words | None:
    """What is said to those who see no child here, or only who was asked in."""
    if Role.GOVERNOR in actor.roles:
        first = _(
            "As a governor you see no child’s name here, and there is no report for governors yet."
        )
        return ui.filled("%(first)s %(then)s", first=first, then=_ask_the_senco(today))
    if Role.AUTHORITY_OFFICER in actor.roles:
        return _(
            "Officers of the authority see no children here yet. What a school sends to the authority reaches you"
            " as it did before."
        )
    if Role.PROFESSIONAL in actor.roles:
        return _invited(today, has_children=has_children)
    return None


def greeting(actor: Actor, today: date, *, has_children: bool) -> Words:
    """One sentence or two under the heading that say what this home is for, by role, and no more than is so."""
    if actor.is_family and not has_children:
        return nothing_to_show(setting_here().name, today)
    if actor.is_family:
        return _("What happens next, and what you can do.")
    if Role.SENCO in actor.roles:
        return _("What needs you, what is coming, and whom you are waiting for.")
    if actor.roles & {Role.TEACHER, Role.KEYWORKER}:
        return _("Your children: what to do today, and what is asked of you.")
    if actor.roles & GIVE_SUPPORT:
        return _("The children whom you support, and what to do with them today.")
    if Role.SENIOR_LEADER in actor.roles:
        return _("What is late or coming up, and every child’s plan to read.")
    if Role.SAFEGUARDING_LEAD in actor.roles:
        return _(
            "You read first what children and families send, beside the SENCO. Of each child you see who they are and"
            " where their support stands, not their plan."
        )
    if Role.ADMINISTRATOR in actor.roles:
        return _(
            "You look after who is here: children, families, staff and term dates. You see no child’s plan."
        )
    return _from_outside(actor, today, has_children=has_children) or _(
        "What needs you, and where things are."
    )
