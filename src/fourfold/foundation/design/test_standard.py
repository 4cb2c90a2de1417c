"""Each rule of the page standard passes a page that keeps it and finds one that does not."""

import pytest

from fourfold.foundation.design.standard import faults

GOOD = """<!DOCTYPE html>
<html lang="en-gb" dir="ltr"><head><meta charset="utf-8"><title>Ayaan’s plan - Fourfold</title></head>
<body><main><h1><bdi translate="no">Ayaan</bdi>’s plan</h1><h2>What we do</h2>
<p class="said" translate="no">It's "his" words.</p>
<p><a href="/a">One</a> <a href="/b">Two</a> <img src="/p.png" alt="A seal"></p>
<form method="post" action="/x"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<label for="n">Name</label><input id="n" name="n" aria-describedby="n-hint"><span id="n-hint">Short</span>
<button type="submit">Save</button></form>
</main></body></html>"""


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("there", "instead", "says"),
    [
        ("<main>", "<main><p><div></p>", "HTML:"),
        (' lang="en-gb"', "", "language"),
        (' dir="ltr"', "", "direction"),
        ("<h2>", "<h1>", "main headings"),
        (" - Fourfold", "", "does not end with"),
        ("<title>Ayaan’s plan", "<title>The plan", "does not begin with the main heading"),
        ("<main>", '<main><div class="govuk-error-summary"></div>', "error summary"),
        ("<h2>What we do</h2>", "<h3>What we do</h3>", "skips from level 1 to 3"),
        ("<h2>What we do</h2>", "<h2></h2>", "is empty"),
        ('<span id="n-hint">', '<span id="n">', "stands 2 times"),
        ('id="n-hint"', 'id="other"', "names “n-hint”"),
        ('href="/a"', 'href="#nowhere"', "#nowhere"),
        ('<label for="n">', '<label for="m">', "has no label"),
        ("Save</button>", "</button>", "button has no words"),
        ("<form", "<fieldset><p>No</p></fieldset><form", "no legend"),
        (">Two<", ">One<", "links to different places"),
        (">Two<", "><", "has no words"),
        (' action="/x"', "", "has no action"),
        (' method="post"', "", "how it is sent"),
        ("csrfmiddlewaretoken", "other", "has no token"),
        ('<input id="n"', '<input type="file" id="n"', "cannot send its file"),
        ("<p><a", '<p style="color:red"><a', "Inline style"),
        ("<main>", "<main><script>alert(1)</script>", "Inline script"),
        ('<a href="/a"', '<a onclick="x()" href="/a"', "onclick"),
        ('href="/a"', 'href="javascript:x()"', "is a script"),
        (' alt="A seal"', "", "no alternative"),
        ("<h2>", "<svg></svg><h2>", "A drawing"),
        ("What we do", "What's done", "Straight quotes"),
        ("What we do", "What - done", "hyphens for dashes"),
    ],
)
def test_each_rule_finds_what_breaks_it(there: str, instead: str, says: str) -> None:
    assert there in GOOD
    broken = GOOD.replace(there, instead, 1)
    assert any(says in fault for fault in faults(broken)), faults(broken)
