"""What may be typed when a list is brought in: kind and file, which column is which, whom a line is about."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.foundation.design.components import filled, person, written
from fourfold.foundation.design.fields import ChoiceField, FileField, Form, Option, SelectField
from fourfold.foundation.intake.columns import Column
from fourfold.foundation.intake.models import IntakeRow
from fourfold.foundation.intake.reading import LARGEST
from fourfold.foundation.intake.registry import kinds


class BringForm(Form):
    """A kind of list and a file."""

    done = ""
    button = gettext_lazy("Read the file")
    kind = ChoiceField(gettext_lazy("What is in the list?"))
    file = FileField(
        gettext_lazy("The file"),
        hint=gettext_lazy(
            "A CSV file of at most 5 MB, as your school’s system or a spreadsheet saves it."
        ),
        largest=LARGEST,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, ChoiceField)
        kind.options = [Option(each.code, each.title, each.explains) for each in kinds()]


class NothingToType(Form):
    """A form that is only a button, handled once however often it is pressed."""


class ColumnsForm(Form):
    """Under which heading of the file each column of ours stands."""

    done = ""
    button = gettext_lazy("Read it like this")

    def __init__(
        self,
        *args: Any,
        columns: Sequence[Column] = (),
        headings: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        options = [Option(heading, written(heading)) for heading in headings]
        for column in columns:
            self.fields[column.code] = SelectField(
                column.label,
                options,
                nothing=gettext_lazy("Not in this file"),
                required=column.needed,
                always=True,
            )

    def clean(self) -> dict[str, Any]:
        """A heading stands for one column. The others are left out of the mapping."""
        chosen: dict[str, str] = {}
        for name, heading in list(self.cleaned_data.items()):
            if heading and heading in chosen.values():
                self.add_error(
                    name,
                    _("“%(heading)s” cannot be “%(column)s” too: it is used for another column.")
                    % {"heading": heading, "column": self.fields[name].label},
                )
            elif heading:
                chosen[name] = heading
        self.cleaned_data["mapping"] = chosen
        return self.cleaned_data


class CommitForm(Form):
    """The list is brought in, with a choice for each line about which a person is asked."""

    done = ""
    button = gettext_lazy("Bring in")

    def __init__(
        self,
        *args: Any,
        rows: Sequence[IntakeRow] = (),
        may_be_new: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[row.public_id] = SelectField(
                filled(_("Line %(line)s: %(name)s"), line=row.number, name=person(row.name)),
                _answers(row, may_be_new and not row.target),
                hint=" ".join(reason["sentence"] for reason in row.reasons),
                nothing=gettext_lazy("Leave this line out"),
                required=False,
                always=True,
            )


def _answers(row: IntakeRow, may_be_new: bool) -> list[Option]:
    found = [
        Option(each["id"], filled(_("It is %(name)s"), name=person(each["name"])))
        for each in row.candidates
        if each["name"]
    ]
    return [*found, Option("new", _("Bring it in as somebody new"))] if may_be_new else found
