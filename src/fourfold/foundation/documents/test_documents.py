"""Documents: any text prints, what cannot be shown is marked and told, tags are right, a copy stays as issued."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import outloud
import pdfua
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fourfold.foundation.documents import registry
from fourfold.foundation.documents.characters import Cleaner, Face, NoTypefaces, faces, fonts_folder
from fourfold.foundation.documents.issue import as_download
from fourfold.foundation.documents.render import render

AT = datetime(
    2026, 1, 12, 10, 5, 7, 123456, tzinfo=UTC
)  # as a clock gives it, parts of a second and all
EVERY_KIND = sorted(registry.kinds())


def _text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)


def _with(kind: str, words: str) -> dict:
    """The example of a kind with `words` in the place of every text that a person may have written."""

    def put(value, key=""):
        if isinstance(value, str):
            return words if key in {"words", "what", "who", "when", "title"} else value
        if isinstance(value, dict):
            return {each: put(inner, each) for each, inner in value.items()}
        return [put(each, key) for each in value] if isinstance(value, list) else value

    return put(registry.kinds()[kind].example)


@pytest.mark.parametrize("kind", EVERY_KIND)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(st.characters(codec=None), max_size=60))
def test_any_text_prints(kind: str, words: str) -> None:
    made = render(kind, _with(kind, words), lang="en-gb", at=AT)
    assert made.data.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "words",
    [
        "שלום वa்", "e\u0323\u0301\u0bcd", "\u0301", "a\u200d\ufe0f", "👩🏽‍🚀 tea", "\U000e0041",
        "#sys.inputs $x$ *b* `c` @d <e> \\ // /* ", "\x00\x07\x1b[31m", "\ud800", "", "\n\n \n",
        "ا" * 400, "x" * 3000, "\u202egnp.exe",
    ],
)  # fmt: skip
def test_awkward_texts_print(words: str) -> None:
    render("plan", _with("plan", words), lang="tr", at=AT)


def test_markup_in_words_is_shown_and_never_read() -> None:
    made = render("plan", _with("plan", '#read("/x") *bold* $1+1$'), lang="en-gb", at=AT)
    assert '#read("/x") *bold* $1+1$' in _text(made.data)


def test_a_character_that_no_face_has_is_marked_and_told() -> None:
    made = render("plan", _with("plan", "Draws 😀 and 中 😀"), lang="en-gb", at=AT)
    assert made.lost == ("😀", "中")
    assert "Draws [U+1F600] and [U+4E2D]" in _text(made.data)


def test_what_the_faces_have_is_neither_marked_nor_told() -> None:
    words = "Iğdır Şahin – Łukasz, Ərdəm; عربي; עברית; ქართული; አማርኛ; ਪੰਜਾਬੀ; தமிழ்; বাংলা; हिन्दी"
    made = render("plan", _with("plan", words), lang="en-gb", at=AT)
    assert made.lost == ()


def test_a_letter_and_its_mark_come_from_one_face() -> None:
    cleaner = Cleaner((Face("One", frozenset("ab")), Face("Two", frozenset("c\u0301"))))
    assert cleaner.text("ab") == "ab"
    assert cleaner.text("b\u0301") == "b[U+0301]"
    assert cleaner.text("c\u0301") == "c\u0301" or cleaner.text("c\u0301") == "[U+0107]"
    assert "\u0301" in cleaner.lost


def test_control_characters_and_turned_directions_are_gone() -> None:
    cleaner = Cleaner(faces(fonts_folder()))
    assert cleaner.text("a\x00b\x07c\u202ed\te\r\nf") == "abcd e\nf"
    assert cleaner.lost == []


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_each_kind_is_tagged_and_passes_both_judges(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    facts = registry.kinds()[kind].example
    path.write_bytes(render(kind, facts, lang="en-gb", at=AT).data)
    heard = outloud.check(str(path))
    assert heard.error in (None, "")
    assert (heard.errors, heard.warnings) == (0, 0)
    assert pdfua.validate(str(path)).findings == ()
    reader = pypdf.PdfReader(path)
    assert reader.metadata.title == facts["title"]
    assert reader.trailer["/Root"]["/Lang"].lower() == "en-gb"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_judges_can_fail(tmp_path: Path) -> None:
    path = tmp_path / "bare.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(path)
    assert outloud.check(str(path)).errors
    assert pdfua.validate(str(path)).findings


def test_no_typeface_but_ours_is_in_the_file() -> None:
    made = render("plan", _with("plan", "Ayaan reads, عربي"), lang="en-gb", at=AT)
    reader = pypdf.PdfReader(BytesIO(made.data))
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("Atkinson" in each or "Noto" in each for each in fonts), fonts


def test_the_same_facts_give_the_same_bytes() -> None:
    facts = registry.kinds()["plan"].example
    one, two = (render("plan", facts, lang="en-gb", at=AT).data for _ in range(2))
    assert one == two


def test_without_typefaces_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoTypefaces, match="bin/build"):
        faces(tmp_path)


def test_a_kind_is_registered_once_and_with_its_template(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="already"):
        registry.register(registry.kinds()["plan"])
    with pytest.raises(ValueError, match="template"):
        registry.register(registry.Kind("new", "New", tmp_path / "none.typ", {}))


def test_a_download_is_a_file_with_a_plain_name() -> None:
    answer = as_download(b"%PDF-1.7", "plan-version-2")
    assert answer["Content-Disposition"] == 'attachment; filename="plan-version-2.pdf"'
    assert answer["Content-Type"] == "application/pdf"
