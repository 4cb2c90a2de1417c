"""The form: fields, what is wrong, and the hidden values that keep work safe."""

import secrets
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django import forms
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from fourfold.foundation.design.components.asked import fieldset
from fourfold.foundation.design.components.markup import partial
from fourfold.foundation.design.components.moving import button as button_of
from fourfold.foundation.design.fields.base import Asked, AskedField, said_of
from fourfold.foundation.design.fields.conditional import When
from fourfold.foundation.design.fields.standing import Overtaken, mark, marks, marks_in, put
from fourfold.foundation.design.layout import kept_for
from fourfold.foundation.design.words import Words

# Names of the hidden values that travel with each form.
RESERVED = {"once", "seen", "showed", "kept", "kept_for"}


def _plain(value: object) -> str:
    """A hidden value as text that every database takes."""
    return str(value).replace("\0", "")


@dataclass(frozen=True)
class Group:
    """Questions that belong together under a heading."""

    heading: Words
    fields: tuple[str, ...]


class Form(forms.Form):
    """The base of every form. It says what may be typed; it never saves.

    `button` is the word on its button, `done` what the next page says was done (empty where that page says so itself),
    `said_already` is said, with the ``time``, to who sends the same words again within half an hour, of which nothing
    new is made (empty where that may be done twice), `conditional` which answers ask for more, `groups` which questions
    share a heading. Five hidden values travel with it: `once`, new for each form shown, by which a second press is
    known; `seen`, the version of what is being changed, by which a stale form is known; `showed`, by which a stale form
    knows what its writer touched; `kept`, the kept text that it goes on from, if any; and the signed ``kept_for``, by
    which the server knows whose words these are if the session is gone when they arrive (see `register_kept_for`).
    """

    button: ClassVar[Words] = gettext_lazy("Save")
    done: ClassVar[Words] = gettext_lazy("It is saved.")
    said_already: ClassVar[Words] = ""
    conditional: ClassVar[tuple[When, ...]] = ()
    groups: ClassVar[tuple[Group, ...]] = ()
    use_required_attribute = False
    # Fields of ours: a form sets their `options`, `earliest` and `latest` from facts.
    fields: dict[str, Any]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        taken = RESERVED & set(getattr(cls, "declared_fields", {}))
        if taken:
            raise TypeError(
                f"{cls.__name__} has a field called {taken.pop()}, which each form has."
            )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        request: HttpRequest | None = None,
        seen: object = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.request = request
        self._seen = str(seen)
        for when in self.conditional:
            for name in when.then:
                self.fields[name].required = False

    @classmethod
    def bind(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """The form for `request`: with what was sent if it came by POST, else fresh with its `initial`."""
        if request.method == "POST":
            return cls(request.POST, request.FILES, request=request, **kwargs)
        return cls(request=request, **kwargs)

    @property
    def once(self) -> str:
        """The token of this form as shown: the one it came back with, or a new one."""
        if self.is_bound and self.data.get("once"):
            return _plain(self.data["once"])[:40]
        if not hasattr(self, "_once"):
            self._once = secrets.token_urlsafe(16)
        return self._once

    @property
    def seen(self) -> str:
        """The version that the writer had before them."""
        if self.is_bound:
            return _plain(self.data.get("seen", ""))[:200]
        return self._seen

    def _answers(self) -> QueryDict:
        """What was sent, to be changed before it is shown again."""
        found = QueryDict(mutable=True)
        found.update(self.data)
        return found

    def show_now(self, version: object) -> None:
        """After a stale form: let it carry `version` from here on, since the writer has now seen what changed."""
        data = self._answers()
        data["seen"] = str(version)
        self.data = data

    @property
    def showed(self) -> str:
        """By which marks what each question showed when the form was opened is known again; none without a version."""
        if self.is_bound:
            return _plain(self.data.get("showed", ""))[:20_000]
        return marks({name: self[name].value() for name in self.fields}) if self._seen else ""

    def stands_now(self, values: Mapping[str, Any]) -> Overtaken:
        """After a stale form, with what stands now by question: a question that its writer did not touch carries it
        from here on. Returns those that both have changed, which keep what was typed, and those that were carried over.
        """
        showed, data = marks_in(self.showed), self._answers()
        both, carried = [], []
        known = {n: self.fields[n].prepare_value(v) for n, v in values.items() if n in self.fields}
        for name, now in known.items():
            typed, stands = mark(self[name].value()), mark(now)
            if typed == stands:
                continue
            if showed is not None and typed == showed.get(name, ""):
                put(data, name, self.fields[name], values[name])
                carried.append(name)
            elif showed is None or stands != showed.get(name, ""):
                both.append(name)
        kept = " ".join(f"{n}:{one}" for n, one in (showed or {}).items() if n not in known)
        data["showed"] = f"{marks(known)} {kept}".strip()
        self.data = data
        return Overtaken(tuple(both), tuple(carried))

    def goes_on_from(self, kept: str) -> None:
        """Let it carry the public id of the `kept` text that is done with once this form is taken."""
        data = self._answers()
        data["kept"] = kept
        self.data = data

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for when in self.conditional:
            asked = when.holds(self.cleaned_data.get(when.field))
            for name in when.then:
                self._settle(name, asked)

    def _settle(self, name: str, asked: bool) -> None:
        field = self.fields[name]
        assert isinstance(field, AskedField)
        if not asked:
            self.errors.pop(name, None)
            self.cleaned_data[name] = copy(field.no_answer)
            return
        missing = self.cleaned_data.get(name) in [*field.empty_values, False]
        if field.asked and missing and name not in self.errors:
            self.add_error(name, str(field.missing))

    def inside(self, name: str) -> dict[str, Markup]:
        """For the field `name`: which answers open which further questions, ready to be put under the answer."""
        found: dict[str, Markup] = {}
        for when in self.conditional:
            if when.field == name and when.values and len(when.values) == 1:
                value = when.values[0]
                found[value] = found.get(value, Markup("")) + self.questions(when.then)
        return found

    @property
    def _nested(self) -> set[str]:
        single = [w for w in self.conditional if w.values and len(w.values) == 1]
        return {name for when in single for name in when.then}

    def questions(self, names: Sequence[str]) -> Markup:
        """The fields `names`, one after another."""
        return Markup("").join(self[name].__html__() for name in names)

    def all_questions(self) -> Markup:
        """All fields in their order, grouped under their headings, those that an answer opens within it."""
        nested = self._nested
        starts = {group.fields[0]: group for group in self.groups}
        grouped = {name for group in self.groups for name in group.fields}
        out = Markup("")
        for name in self.fields:
            if name in starts:
                names = [one for one in starts[name].fields if one not in nested]
                out += fieldset(starts[name].heading, self.questions(names))
            elif name not in nested and name not in grouped:
                out += self.questions([name])
        return out

    @property
    def error_lines(self) -> list[tuple[Words, str | None]]:
        """What has to be put right, in the order of the questions, each with the id that leads there."""
        lines: list[tuple[Words, str | None]] = []
        for name in self.fields:
            bound = self[name]
            assert isinstance(bound, Asked)
            lines += [(error, bound.target) for error in said_of(bound.errors)]
        lines += [(str(error), None) for error in self.non_field_errors()]
        return lines

    def open(self, *, action: str | None = None, autosave: str | None = None) -> Markup:
        """The beginning of the form with its hidden values. `autosave` is the address that takes unfinished work."""
        assert self.request is not None, "Give the form its request: Form.bind(request)."
        return partial(
            "form_open",
            action=action or self.request.get_full_path(),
            token=get_token(self.request),
            once=self.once,
            seen=self.seen,
            showed=self.showed,
            kept=_plain(self.data.get("kept", ""))[:20] if self.is_bound else "",
            kept_for=kept_for(self.request),
            with_files=self.is_multipart(),
            autosave=autosave,
        )

    def close(self) -> Markup:
        """The end of the form."""
        return Markup("</form>")

    def render(  # type: ignore[override]
        self,
        button: Words | None = None,
        *,
        action: str | None = None,
        autosave: str | None = None,
        beside: Markup | str = "",
    ) -> Markup:
        """The whole form: questions, one button with the word `button`, and what stands `beside` it (a way out)."""
        return (
            self.open(action=action, autosave=autosave)
            + self.all_questions()
            + partial("form_foot", button=button_of(button or self.button), beside=beside)
            + self.close()
        )

    __str__ = render  # type: ignore[assignment]
    __html__ = render  # type: ignore[assignment]
