"""What the cells of a roll mean: dates, year groups, codes, languages, yes and no, as schools' systems write them."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.people import upn
from fourfold.domain.need_types import NEED_TYPES
from fourfold.domain.words import N_, SenCode
from fourfold.foundation.design.fields import Option
from fourfold.foundation.intake.columns import NotUnderstood
from fourfold.foundation.scope.names import search_key


def _plain(text: str) -> str:
    return "".join(c for c in search_key(text) if c.isalnum())


_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")


def a_date(text: str) -> date:
    """A date as dd/mm/yyyy or yyyy-mm-dd. Raises `NotUnderstood`; a year of two digits is not guessed."""
    try:
        if match := _DAY_FIRST.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
            return date(year, month, day)
        if match := _ISO.fullmatch(text):
            year, month, day = (int(part) for part in match.groups())
            return date(year, month, day)
    except ValueError:
        pass
    raise NotUnderstood(
        _("“%(text)s” is not a date. Write it as 27/03/2017 or 2017-03-27.") % {"text": text[:40]}
    )


_YEARS = {"n1", "n2", "r", "x", *(str(number) for number in range(1, 15))}
_YEAR_WORDS = {"reception": "r", "nursery": "n2", "nursery1": "n1", "nursery2": "n2", "0": "r"}


def a_year_group(text: str) -> str:
    """N1, N2, R, 1 to 14 or X, from “Year 4”, “Yr 4”, “4”, “Reception”. Raises `NotUnderstood`."""
    plain = re.sub(r"^(year|yr|y|nc|ncyear)(group)?(?=\w)", "", _plain(text))
    plain = _YEAR_WORDS.get(plain, plain).lstrip("0") or "r"
    if plain not in _YEARS:
        raise NotUnderstood(
            _("“%(text)s” is not a year group. It is kept as text, and the year is left as it is.")
            % {"text": text[:40]}
        )
    return plain.upper()


_CODES = {
    **dict.fromkeys(
        ("n", "nosen", "nospecialeducationalneed", "nospecialeducationalneeds", "none"), "N"
    ),
    **dict.fromkeys(("k", "sensupport", "sensupportk", "ksensupport", "senk", "support"), "K"),
    **dict.fromkeys(
        (
            "e",
            "ehcp",
            "ehcplan",
            "ehcpe",
            "eehcplan",
            "educationhealthandcareplan",
            "educationhealthcareplan",
            "eeducationhealthandcareplan",
        ),
        "E",
    ),
}


def a_sen_code(text: str) -> SenCode:
    """N, K or E, from the letter or its words. Raises `NotUnderstood` for what the census does not know now."""
    code = _CODES.get(_plain(text))
    if code is None:
        raise NotUnderstood(
            _("“%(text)s” is not N, K or E. It is kept as a note, and no SEN status is set.")
            % {"text": text[:40]}
        )
    return SenCode(code)


@dataclass(frozen=True)
class NeedSaid:
    """A type of need as it was written, and the code that it is known by, if it is."""

    text: str
    code: str


_NEEDS = {
    **{_plain(each.code): each.code for each in NEED_TYPES},
    **{_plain(each.label): each.code for each in NEED_TYPES},
}


def a_need(text: str) -> NeedSaid:
    """A type of need: kept as written whether its code is known or not."""
    return NeedSaid(text[:200], _NEEDS.get(_plain(text), ""))


def a_upn(text: str) -> str:
    """A UPN in its usual writing. Raises `NotUnderstood` if it has not the shape; its letter is for a check."""
    number = upn.normalised(text)
    if upn.judged(number) is upn.Verdict.WRONG_SHAPE:
        raise NotUnderstood(
            _("“%(text)s” is not a UPN (a letter, then 12 characters). It is kept as text only.")
            % {"text": text[:40]}
        )
    return number


def is_yes(text: str) -> bool:
    """Whether a cell says yes. Raises `NotUnderstood`."""
    plain = _plain(text)
    if plain in {"y", "yes", "true", "1", "t"}:
        return True
    if plain in {"n", "no", "false", "0", "f"}:
        return False
    raise NotUnderstood(_("“%(text)s” is neither yes nor no.") % {"text": text[:40]})


def responsibility(text: str) -> str:
    """Whether somebody has parental responsibility: yes, no or unknown. Raises `NotUnderstood`."""
    if _plain(text) in {"unknown", "notknown", "u"}:
        return "unknown"
    return "yes" if is_yes(text) else "no"


# Names, census codes and tags of languages; dated by the 2018 code list of the school census (OGL).
_LANGUAGES = {
    "en": (N_("English"), "ENG", "ENB"),
    "sq": (N_("Albanian"), "ALB"),
    "ar": (N_("Arabic"), "ARA"),
    "bn": (N_("Bengali"), "BNG", "Sylheti"),
    "bg": (N_("Bulgarian"), "BUL"),
    "zh": (N_("Chinese"), "CHI", "Cantonese", "Mandarin"),
    "fr": (N_("French"), "FRN"),
    "de": (N_("German"), "GER"),
    "gu": (N_("Gujarati"), "GUJ"),
    "hi": (N_("Hindi"), "HIN"),
    "hu": (N_("Hungarian"), "HGR"),
    "ga": (N_("Irish"), "GAE"),
    "it": (N_("Italian"), "ITA"),
    "ku": (N_("Kurdish"), "KUR"),
    "kmr": (N_("Kurmanji"), "KURM"),
    "ckb": (N_("Sorani"), "KURS"),
    "lt": (N_("Lithuanian"), "LIT"),
    "pa": (N_("Panjabi"), "Punjabi", "PNJ"),
    "ps": (N_("Pashto"), "PAT"),
    "fa": (N_("Farsi"), "Persian", "PRS"),
    "pl": (N_("Polish"), "POL"),
    "pt": (N_("Portuguese"), "POR"),
    "ro": (N_("Romanian"), "RMN"),
    "ru": (N_("Russian"), "RUS"),
    "so": (N_("Somali"), "SOM"),
    "es": (N_("Spanish"), "SPA"),
    "ta": (N_("Tamil"), "TAM"),
    "ti": (N_("Tigrinya"), "TGR"),
    "tr": (N_("Turkish"), "TUR"),
    "uk": (N_("Ukrainian"), "UKR"),
    "ur": (N_("Urdu"), "URD"),
    "vi": (N_("Vietnamese"), "VIE"),
    "yo": (N_("Yoruba"), "YOR"),
}
_BY_NAME = {_plain(name): tag for tag, names in _LANGUAGES.items() for name in (tag, *names)}


def a_language(text: str) -> str:
    """The tag of a language, from its English name, its census code or the tag. Raises `NotUnderstood`."""
    tag = _BY_NAME.get(_plain(text))
    if tag is None:
        raise NotUnderstood(
            _("“%(text)s” is a language I do not know. It is kept as text.") % {"text": text[:40]}
        )
    return tag


def language_name(tag: str) -> str:
    """The name of a language, in the reader’s, by its tag; the tag itself where it is not known."""
    return _(_LANGUAGES[tag][0]) if tag in _LANGUAGES else tag


def language_options() -> list[Option]:
    """The languages that can be chosen, by their names in the reader’s."""
    return [Option(tag, _(names[0])) for tag, names in _LANGUAGES.items()]


def an_email(text: str) -> str:
    """An e-mail address in small letters. Raises `NotUnderstood`."""
    if not re.fullmatch(r"[^@\s,;<>=]+@[^@\s,;<>=]+\.[^@\s,;<>=]+", text) or len(text) > 254:
        raise NotUnderstood(_("“%(text)s” is not an e-mail address.") % {"text": text[:60]})
    return text.lower()
