"""A file from the person's own machine."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from fourfold.foundation.design import format as shown_as
from fourfold.foundation.design.components import asked
from fourfold.foundation.design.fields.base import Asked, AskedField
from fourfold.foundation.design.words import Words

MEGABYTE = 1024 * 1024


class FileField(AskedField):
    """Gives the uploaded file, or None. `kinds` are endings with their dot; `largest` is in bytes.

    What is inside is for the room that reads it to judge: an ending proves nothing.
    """

    widget = forms.FileInput
    no_answer = None
    ask = gettext_lazy("Choose a file for “{question}”.")

    def __init__(
        self,
        label: Words,
        *,
        kinds: tuple[str, ...] = (),
        largest: int = 10 * MEGABYTE,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.kinds = kinds
        self.largest = largest

    def to_python(self, value: Any) -> UploadedFile | None:
        """The file. Raises `ValidationError` for an empty or too large one, or another kind."""
        if not isinstance(value, UploadedFile):
            return None
        if not value.size:
            raise ValidationError(_("This file is empty. Choose another."))
        if value.size > self.largest:
            raise ValidationError(
                _("This file is larger than %(size)s MB. Choose a smaller one.")
                % {"size": shown_as.number(self.largest // MEGABYTE)}
            )
        if self.kinds and not str(value.name).lower().endswith(self.kinds):
            raise ValidationError(
                _("This is another kind of file. Choose one that ends with %(kinds)s.")
                % {"kinds": shown_as.listed(self.kinds)}
            )
        return value

    def show(self, bound: Asked) -> Markup:
        """The question; a browser cannot keep the file, so after another error it says to choose it again."""
        question = bound.question()
        if bound.form.is_bound and bound.form.errors and not bound.errors and bound.data:
            question = asked.Question(
                question.name,
                question.id,
                question.label,
                question.hint,
                _("Choose the file again."),
            )
        return asked.file_upload(question, accept=",".join(self.kinds) or None)
