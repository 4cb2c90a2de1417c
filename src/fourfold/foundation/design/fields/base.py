"""What every field of ours shares: its words, and how it is shown with what was typed and what is wrong with it."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from fourfold.foundation.design.components.asked import Question
from fourfold.foundation.design.words import Words


def said_of(errors: ErrorList) -> list[Words]:
    """What is to be put right, in the reader's language; a sentence with a name of somebody in it stays markup."""
    found = errors.as_data()
    return [e.message if isinstance(e.message, Markup) else str(next(iter(e))) for e in found]


class Asked(BoundField):
    """A field within its form. Written into a template (``{{ form["name"] }}``) it shows the whole question."""

    field: "AskedField"

    @property
    def target(self) -> str:
        """The id that a link in the error summary leads to."""
        return self.field.target(self.base_id)

    @property
    def base_id(self) -> str:
        """The id of the question, or the beginning of the ids of its parts."""
        return self.auto_id or self.html_name

    @property
    def first_error(self) -> Words | None:
        """What to put right first; None if nothing."""
        return next(iter(said_of(self.errors)), None)

    def question(self) -> Question:
        """The words of the question, with its error."""
        label: Words = self.field.label or self.name
        if not self.field.asked and not self.field.always:
            words = _("%(label)s (if you wish)")
            # A label that is markup (a name in it) stays markup, and what it is put into becomes it.
            label = (Markup(words) if isinstance(label, Markup) else words) % {"label": label}  # noqa: S704
        return Question(
            name=self.html_name,
            id=self.base_id,
            label=label,
            hint=self.field.help_text or None,
            error=self.first_error,
        )

    def __html__(self) -> Markup:  # type: ignore[override]
        """The whole question."""
        return self.field.show(self)

    def __str__(self) -> SafeString:
        return SafeString(self.field.show(self))


class AskedField(forms.Field):
    """The base of our fields.

    `label` and `hint` are its words. `required` says whether an answer is needed and `missing` what to say when it is
    not there. `always` leaves out “(if you wish)” behind the label of a field that needs no answer.
    """

    no_answer: Any = ""
    # Said where the field has no words of its own; it names the question, so that no two lines are alike.
    ask: Words = gettext_lazy("“{question}” still needs an answer.")
    widget: Any

    def inside(self, bound: Asked) -> dict[str, Markup]:
        """Which answers open which further questions, if the form says so."""
        of_form = getattr(bound.form, "inside", None)
        return of_form(bound.name) if of_form else {}

    def __init__(
        self,
        label: Words,
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words | None = None,
        always: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label=label, help_text=hint, required=required, **kwargs)  # type: ignore[arg-type]
        self.asked = required
        self.always = always
        self.missing: Words = missing or format_lazy(self.ask, question=label)  # type: ignore[arg-type]
        self.error_messages["required"] = self.missing  # type: ignore[assignment]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Asked:
        """The field within `form`."""
        return Asked(form, self, field_name)

    def target(self, base_id: str) -> str:
        """The id of the first thing that can be typed into."""
        return base_id

    def show(self, bound: Asked) -> Markup:
        """The whole question as markup."""
        raise NotImplementedError
