"""How a refusal reads: one plain sentence, nothing of a child, and the way back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fourfold.foundation.access import kept_forms
from fourfold.foundation.design.render import page


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """The 403 page with the sentence that says why, and what was typed on a form of ours, to copy."""
    return page(
        request,
        "access/refused.html",
        title=_("You cannot open this page"),
        status=403,
        sentence=sentence,
        words=kept_forms.words_sent(request) if request.method == "POST" else [],
    )
