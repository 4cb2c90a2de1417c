"""Who is told of a child: parents as the law counts them, and nobody who is merely on the list of contacts."""

import pytest
from django.utils.html import strip_tags

from fourfold.casework.identify import actions as identify
from fourfold.casework.identify.actions import Ruling, Seen
from fourfold.casework.people.actions import add_care, add_contact
from fourfold.casework.people.queries import informed_family, pupils_of
from fourfold.casework.people.sign_in import has_somebody_to_see
from fourfold.casework.people.who import who_can_see
from fourfold.casework.review.around import Around
from fourfold.casework.review.queries import entitled_of
from fourfold.config import clock
from fourfold.foundation.access.actors import actor_of
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Place
from tests.signed_in import as_person


def _on_the_list(elm: Place, relationship: str, responsibility: str, *, lives_with: bool) -> str:
    """Pat on Leo’s list of contacts, who becomes one of those who can sign in; the name by which a test asks."""
    today, ada = clock.today(), elm.actor("Ada", clock.today())
    pat = add_contact(
        elm.organisation, actor=ada, today=today, given_name="Pat", family_name="Smith"
    )
    known = {"relationship": relationship, "responsibility": responsibility}
    add_care(elm.children["Leo"], pat, actor=ada, today=today, lives_with=lives_with, **known)
    elm.contacts["Pat"] = pat
    return "Pat Smith"


LISTED = [
    ("childminder", "no", False, False),
    ("childminder", "unknown", False, True),
    ("grandmother", "no", True, True),
    ("Father", "no", False, True),
    ("aunt", "yes", False, True),
]


@pytest.mark.parametrize(("relationship", "responsibility", "lives_with", "is_told"), LISTED)
def test_who_is_no_parent_is_told_nothing_and_finds_nothing(
    cast, relationship, responsibility, lives_with, is_told
):
    elm, today = cast.elm, clock.today()
    leo = elm.children["Leo"]
    with tenant_scope(elm.organisation.pk):
        name = _on_the_list(elm, relationship, responsibility, lives_with=lives_with)
        pat = elm.contacts["Pat"]
        amina = elm.actor("Amina", today)
        seen = Seen("Reading has not moved.", family_spoken=True)
        concern = identify.raise_concern(leo, seen, actor=amina, today=today)
        ruling = Ruling(True, "He needs more.", ["cognition_and_learning"])
        identify.decide(concern.cycle, ruling, actor=amina, today=today)
        owed = DueRow.objects.filter(rule="tell_parents").values_list("owed_to", flat=True)
        answers = {
            "informed": name in {str(care.contact) for care in informed_family(leo, today)},
            "owed": pat.public_id in owed,
            "reviews": name in {str(care.contact) for care in entitled_of(leo, today)},
            "many": name in {str(care.contact) for care in Around([leo.pk]).carers(leo.pk, today)},
            "child": leo in pupils_of(actor_of(pat.membership, today), today),
            "sign in": has_somebody_to_see(pat.membership),
            "who": name in {each.called for each in who_can_see(leo, today)},
        }
        assert differences() == []
    assert answers == dict.fromkeys(answers, is_told)
    home = f"/at/{elm.organisation.public_id}/"
    page = as_person(elm, "Pat").get(f"{home}child/{leo.public_id}/")
    assert page.status_code == (200 if is_told else 404)


@pytest.mark.parametrize(("relationship", "responsibility", "lives_with", "is_told"), LISTED)
def test_the_page_of_a_contact_says_that_they_are_told_nothing_and_why(
    cast, relationship, responsibility, lives_with, is_told
):
    elm = cast.elm
    leo = elm.children["Leo"].public_id
    with tenant_scope(elm.organisation.pk):
        _on_the_list(elm, relationship, responsibility, lives_with=lives_with)
    ada = as_person(elm, "Ada")
    here = f"/at/{elm.organisation.public_id}/child/{leo}/"
    page = strip_tags(ada.get(f"{here}facts/").content.decode())
    assert ("Is told nothing of SEN Support" in page) is not is_told
    assert ("Education Act 1996, section 576" in page) is not is_told
