"""What the setting owes for its SENCO: the qualification within three years (SEND Regulations 2014, regulation 49)."""

from collections.abc import Iterable

from fourfold.casework.people.rules import bound_here, rules_here
from fourfold.casework.people.staff import appointments
from fourfold.domain.rulebook import due_senco_qualification
from fourfold.foundation.access.actors import is_live
from fourfold.foundation.due.registry import Asked, Duty


def qualification_due(asked: Asked) -> Iterable[Duty]:
    """One duty for each SENCO who is still here, where the duty binds this kind of setting."""
    if not asked.whole_setting:
        return
    found = [each for each in appointments() if is_live(each.membership, asked.today)]
    if not found:
        return
    setting = rules_here(asked.today)
    for each in found:
        if not bound_here("senco_qualification", each.appointed_on) and not bound_here(
            "senco_qualification", asked.today
        ):
            continue
        due = due_senco_qualification(
            each.public_id,
            each.appointed_on,
            setting,
            qualified_on=each.completed_on,
            prior_service_months=each.prior_service_months,
        )
        if due is not None:
            yield Duty(due, "access.SencoAppointment", owner=each.membership.public_id)
