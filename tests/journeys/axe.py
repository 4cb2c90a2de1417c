"""Axe at a page. How well words stand out is the dearest of its rules, and is asked once of each look.

That depends on nothing but the colours of the words and of what lies behind them, on their size and their weight:
a *look*, as the browser has worked it out. What an earlier page of this run showed in the same look passed.
"""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from tests import judged

# Given to a browser profile as an init script, it is sent once; it is run when a page is judged.
AT_HAND = f"window.fourfoldAxe = () => {{{AXE_SCRIPT}}};"
# Every look of the page, with one element that has it.
LOOKS = """(() => {
  const grounds = new Map([[null, ""]]);
  const ground = (one) => {
    if (!grounds.has(one)) {
      const {backgroundColor, backgroundImage, opacity, position} = getComputedStyle(one);
      const plain = backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none" && opacity === "1"
        && position === "static";
      const own = plain ? "" : [backgroundColor, backgroundImage, opacity, position].join(" ") + " on ";
      grounds.set(one, own + ground(one.parentElement));
    }
    return grounds.get(one);
  };
  const looks = window.fourfoldLooks = new Map();
  for (const one of document.querySelectorAll("body, body *")) {
    const says = [...one.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim());
    if (!(says || one.matches("input, select, textarea")) || !one.checkVisibility()) continue;
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(one);
    const look = [one.matches(":disabled"), color, fontSize, fontWeight, textShadow, ground(one)].join(" ");
    if (!looks.has(look)) looks.set(look, one);
  }
  return [...looks.keys()];
})()"""
# Every other rule for the whole page, and that one for an element of each new look.
VIOLATIONS = """async (fresh) => {
  const other = {resultTypes: ["violations"], rules: {"color-contrast": {enabled: false}}};
  const found = (await axe.run(document, other)).violations;
  if (!fresh.length) return found;
  const include = fresh.map((look) => window.fourfoldLooks.get(look));
  const contrast = {resultTypes: ["violations"], runOnly: ["color-contrast"]};
  return [...found, ...(await axe.run({include}, contrast)).violations];
}"""


def violations(page: Page) -> str:
    """What axe finds wrong with the page as it stands, in words; nothing if there is nothing."""
    if page.evaluate("!window.fourfoldAxe"):  # No init script runs where scripts are switched off.
        page.evaluate(AT_HAND)
    looks = {judged.shape(look): look for look in page.evaluate(f"fourfoldAxe();{LOOKS}")}
    fresh = {shape: look for shape, look in looks.items() if not judged.is_judged("look", shape)}
    found = AxeResults({"violations": page.evaluate(VIOLATIONS, list(fresh.values()))})
    if found.violations_count:
        return str(found.generate_report())
    for shape in fresh:
        judged.note("look", shape)
    return ""
