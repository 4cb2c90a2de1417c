"""After a form was taken the next page says what was done."""

import time_machine

from fourfold.foundation.scope.tenancy import tenant_scope
from tests.a_plan import DAY, cast_with_a_plan
from tests.signed_in import as_person
from tests.typed import typed_into


def test_the_page_after_a_form_says_what_was_done(db):
    with time_machine.travel(DAY, tick=False):
        cast, plan = cast_with_a_plan()
        here = f"/at/{cast.elm.organisation.public_id}/"
        child = cast.elm.children["Leo"].public_id
        with tenant_scope(cast.elm.organisation.pk):
            line = plan.lines.get().public_id
        said = {
            f"{here}child/{child}/concern/": ("The concern is raised. It is on the SENCO’s list."),
            f"{here}plans/{plan.public_id}/who-does-what/": "Who does what is saved.",
            f"{here}plans/{plan.public_id}/review-day/": "The day of the review is saved.",
            f"{here}plan-support/{line}/": "The support is saved.",
        }
        ben = as_person(cast.elm, "Ben")
        for address, words in said.items():
            data = typed_into(ben.get(address))
            data |= {name: ["Some words."] for name in ("words", "what") if name in data}
            data |= {"spoken": ["yes"]}
            answer = ben.post(address, data, follow=True)
            assert answer.redirect_chain, answer.content.decode()
            assert words in answer.content.decode()
        ada = as_person(cast.elm, "Ada")
        add = f"{here}child/{child}/family/add/"
        data = typed_into(ada.get(add)) | {"given_name": ["Ines"], "family_name": ["Potts"]}
        data |= {"relationship": ["mother"], "responsibility": ["yes"]}
        answer = ada.post(add, data, follow=True)
        assert answer.redirect_chain, answer.content.decode()
        assert "The contact is saved." in answer.content.decode()
