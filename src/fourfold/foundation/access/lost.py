"""The page for what is not there, or not any more, to whoever was sending something to it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fourfold.foundation.access import kept_forms
from fourfold.foundation.design import errors
from fourfold.foundation.design.render import bare_page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. What was typed on a form of ours is shown to who typed it, to copy: it is offered nowhere afterwards."""
    if request.method != "POST":
        return errors.not_found(request, exception)
    return bare_page(
        request,
        "access/lost.html",
        title=_("There is nothing here"),
        status=404,
        words=kept_forms.words_sent(request),
    )
