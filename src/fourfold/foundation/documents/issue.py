"""Issuing a document: made once, stored with its hash, and handed out as it was from then on."""

import hashlib
from datetime import datetime

from django.http import HttpResponse

from fourfold.foundation.access.actors import Actor
from fourfold.foundation.documents.models import IssuedDocument
from fourfold.foundation.documents.render import Rendered


class NotAsIssued(Exception):
    """The stored bytes of a document are not those that were issued."""


def issued(kind: str, subject: str, language: str) -> IssuedDocument | None:
    """The copy of `kind` about `subject` (a public id) that was issued in `language`, or None.

    Raises `NotAsIssued` if its bytes are others than those whose hash was kept.
    """
    found = IssuedDocument.objects.filter(kind=kind, subject=subject, language=language).first()
    if found and hashlib.sha256(bytes(found.data)).hexdigest() != found.hash:
        raise NotAsIssued(found.public_id)
    return found


def store(
    kind: str,
    subject: str,
    language: str,
    made: Rendered,
    *,
    child: str,
    actor: Actor,
    at: datetime,
) -> IssuedDocument:
    """Keep a document that was just made, within a verb; the one that is there already if somebody was quicker."""
    before = issued(kind, subject, language)
    if before is not None:
        return before
    document = IssuedDocument(
        kind=kind,
        subject=subject,
        child=child,
        language=language,
        data=made.data,
        hash=hashlib.sha256(made.data).hexdigest(),
        lost="".join(made.lost)[:400],
        issued_by_id=actor.membership or None,
        issued_at=at,
    )
    document.save()
    return document


def as_download(data: bytes, name: str) -> HttpResponse:
    """A PDF to be saved under `name`, which says what it is and never whose."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
