"""Words, addresses and numbers, typed."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.foundation.design import format as shown_as
from fourfold.foundation.design.components import asked
from fourfold.foundation.design.components.brief import brief_input
from fourfold.foundation.design.fields.base import Asked, AskedField
from fourfold.foundation.design.words import Words


def _storable(value: str, most: int) -> None:
    # PostgreSQL cannot hold it, and no keyboard types it.
    if "\x00" in value:
        raise ValidationError(_("This holds a character that cannot be kept. Type it again."))
    if len(value) > most:
        raise ValidationError(
            _("This has room for %(most)s characters; you have used %(used)s.")
            % {"most": shown_as.number(most), "used": shown_as.number(len(value))}
        )


class TextField(AskedField):
    """One line; gives the text with spaces at its ends removed. `width` is how many characters the box shows.

    `brief` where there is one such question for each line of a list, within a group that says which line it is.
    """

    widget: Any = forms.TextInput
    kind = "text"

    def __init__(
        self,
        label: Words,
        *,
        most: int = 200,
        width: str = "",
        inputmode: str | None = None,
        autocomplete: str | None = None,
        spellcheck: bool | None = None,
        prefix: Words | None = None,
        suffix: Words | None = None,
        brief: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.most = most
        self.brief = brief
        self.face: dict[str, Any] = {
            "width": width,
            "inputmode": inputmode,
            "autocomplete": autocomplete,
            "spellcheck": spellcheck,
            "prefix": prefix,
            "suffix": suffix,
        }

    def to_python(self, value: Any) -> Any:
        """The text without spaces at its ends, and without line ends within."""
        return " ".join(str(value or "").split())

    def validate(self, value: Any) -> None:
        """Raises `ValidationError` when it is missing, too long or holds what no keyboard types."""
        super().validate(value)
        _storable(str(value), self.most)

    def show(self, bound: Asked) -> Markup:
        """The question with its one-line box."""
        value = bound.value()
        typed = "" if value is None else str(value)
        if self.brief:
            width, mode = self.face["width"], self.face["inputmode"]
            return brief_input(bound.question(), typed, width=width, inputmode=mode)
        return asked.text_input(bound.question(), typed, kind=self.kind, **self.face)


class LongTextField(AskedField):
    """As many words as it takes; line ends are kept, as ``\\n``."""

    widget = forms.Textarea

    def __init__(self, label: Words, *, rows: int = 5, most: int = 20_000, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.rows = rows
        self.most = most

    def to_python(self, value: Any) -> str:
        """The text with one kind of line end and no spaces at its ends."""
        return str(value or "").replace("\r\n", "\n").replace("\r", "\n").strip()

    def validate(self, value: Any) -> None:
        """Raises `ValidationError` when it is missing, too long or holds what no keyboard types."""
        super().validate(value)
        _storable(str(value), self.most)

    def show(self, bound: Asked) -> Markup:
        """The question with its box."""
        return asked.text_area(bound.question(), str(bound.value() or ""), rows=self.rows)


class EmailField(TextField):
    """An e-mail address, with its domain in small letters."""

    widget = forms.EmailInput
    kind = "email"

    def __init__(self, label: Words, **kwargs: Any) -> None:
        kwargs.setdefault("autocomplete", "email")
        kwargs.setdefault("most", 254)
        super().__init__(label, spellcheck=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """The address without spaces around it."""
        name, at, domain = str(value or "").strip().rpartition("@")
        return f"{name}{at}{domain.lower()}" if at else domain

    def validate(self, value: Any) -> None:
        """Raises `ValidationError` for what cannot be an address."""
        super().validate(value)
        if not value:
            return
        try:
            validate_email(value)
        except ValidationError as wrong:
            raise ValidationError(_("Write an e-mail address such as name@example.org.")) from wrong


class PasswordField(TextField):
    """A password: never shown again, nothing taken off its ends."""

    widget = forms.PasswordInput
    kind = "password"

    def __init__(self, label: Words, *, new: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("autocomplete", "new-password" if new else "current-password")
        super().__init__(label, spellcheck=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Exactly what was typed."""
        return str(value or "")

    def show(self, bound: Asked) -> Markup:
        """The question with an empty box."""
        return asked.text_input(bound.question(), kind=self.kind, **self.face)


class NumberField(TextField):
    """A number: whole (``int``) with `places` 0, else a ``Decimal``; None where nothing was typed."""

    no_answer = None

    def __init__(
        self,
        label: Words,
        *,
        places: int = 0,
        least: int | Decimal | None = None,
        greatest: int | Decimal | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("width", "5")
        kwargs.setdefault("inputmode", "decimal" if places else "numeric")
        super().__init__(label, **kwargs)
        self.places = places
        self.least = least
        self.greatest = greatest

    def prepare_value(self, value: Any) -> Any:
        """A number as one would type it: 6, not 6.00."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> int | Decimal | None:
        """The number; commas and spaces within are let through. Raises `ValidationError` for what is none."""
        if value is None or isinstance(value, int | Decimal):
            return value
        text = str(value).replace(",", "").replace(" ", "").replace("\u00a0", "")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation as wrong:
            raise ValidationError(_("Write a number, such as 12.")) from wrong
        if not number.is_finite() or abs(number) >= 10**12:
            raise ValidationError(_("Write a number, such as 12."))
        if number != round(number, self.places):
            raise ValidationError(
                _("Write at most %(places)s digits after the point.") % {"places": self.places}
                if self.places
                else _("Write a whole number, such as 12.")
            )
        return number if self.places else int(number)

    def validate(self, value: Any) -> None:
        """Raises `ValidationError` when it is missing, too small or too great."""
        AskedField.validate(self, value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(
                _("This must be %(least)s or more.") % {"least": shown_as.number(self.least)}
            )
        if self.greatest is not None and value > self.greatest:
            raise ValidationError(
                _("This must be %(most)s or less.") % {"most": shown_as.number(self.greatest)}
            )
