"""What may be typed, and the forms it is typed into. Each field renders itself: label, hint, error, what was typed."""

from fourfold.foundation.design.components.asked import Option
from fourfold.foundation.design.fields.choices import (
    ChoiceField,
    ManyField,
    SelectField,
    TickField,
    options_from,
)
from fourfold.foundation.design.fields.conditional import When
from fourfold.foundation.design.fields.dates import DateField3
from fourfold.foundation.design.fields.files import FileField
from fourfold.foundation.design.fields.form import Form, Group
from fourfold.foundation.design.fields.text import (
    EmailField,
    LongTextField,
    NumberField,
    PasswordField,
    TextField,
)

__all__ = [
    "ChoiceField",
    "DateField3",
    "EmailField",
    "FileField",
    "Form",
    "Group",
    "LongTextField",
    "ManyField",
    "NumberField",
    "Option",
    "PasswordField",
    "SelectField",
    "TextField",
    "TickField",
    "When",
    "options_from",
]
