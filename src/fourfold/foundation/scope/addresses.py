"""Addresses by their names, as Django's `reverse` gives them, whose pattern is worked out once for each name.

A list of two hundred lines has as many addresses of one pattern. What is put into it are public ids; for anything that
would have to be quoted, Django is asked.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf
from django.urls import reverse as anew

_is_plain: Final = re.compile(r"[A-Za-z0-9_-]+").fullmatch


@lru_cache(1024)
def _pattern(name: str, parts: tuple[str, ...], prefix: str, urlconf: str | None) -> str | None:
    """The address with a place for each of its parts; None where no such text stands for all others."""
    marks = {part: f"mark{number}kram" for number, part in enumerate(parts)}
    try:
        address = anew(name, urlconf, kwargs=marks or None)
    except NoReverseMatch:
        return None
    address = address.replace("%", "%%")
    for part, mark in marks.items():
        if address.count(mark) != 1:
            return None
        address = address.replace(mark, f"%({part})s")
    return address


def reverse(name: str, *, kwargs: Mapping[str, object] | None = None) -> str:
    """The address called `name` with its parts. Raises `NoReverseMatch`."""
    parts = kwargs or {}
    for each in parts.values():
        if type(each) is not str or not _is_plain(each):
            return anew(name, kwargs=dict(parts))
    pattern = _pattern(name, tuple(parts), get_script_prefix(), get_urlconf())
    return anew(name, kwargs=dict(parts) or None) if pattern is None else pattern % parts


def addresses_of(name: str, part: str, **others: str) -> Callable[[str], str]:
    """The addresses called `name` that differ in one part alone, by what stands there: for the lines of a long list.

    What decides where they begin is looked up once, and not for each.
    """
    known = {**others, part: ""}
    pattern = _pattern(name, tuple(known), get_script_prefix(), get_urlconf())
    if pattern is None or not all(_is_plain(each) for each in others.values()):
        return lambda value: reverse(name, kwargs={**others, part: value})

    def address(value: str) -> str:
        return (
            pattern % {**others, part: value}
            if _is_plain(value)
            else anew(name, kwargs={**others, part: value})
        )

    return address
