"""Axe at a page. How well words stand out is the dearest of its rules, and is asked once of each look.

That depends on nothing but the colours of the words, of what lies behind them and of what lies across them, on their
size and their weight: a *look*, as the browser has worked it out. A look in which axe has seen words that stand out is
not asked about again in this run; one about which it could not tell is.
"""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from tests import judged

# Given to a browser profile as an init script, it is sent once; it is run when a page is judged.
AT_HAND = f"window.fourfoldAxe = () => {{{AXE_SCRIPT}}};"
# Every look of the page, with one element that has it.
LOOKS = """(() => {
  const paint = (one) => {
    const {backgroundColor, backgroundImage, opacity, position} = getComputedStyle(one);
    const plain = backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none" && opacity === "1";
    return plain ? "" : [backgroundColor, backgroundImage, opacity, position].join(" ");
  };
  const seen = [...document.querySelectorAll("body, body *")].filter((one) => one.checkVisibility());
  const painted = seen.map((one) => [one, paint(one), one.getBoundingClientRect()]).filter(([, how]) => how);
  const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const looks = window.fourfoldLooks = new Map();
  for (const one of seen) {
    const says = [...one.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim());
    if (!says && !one.matches("input, select, textarea")) continue;
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(one), here = one.getBoundingClientRect();
    const around = painted.filter(([other, , there]) => other.contains(one) || over(here, there))
      .map(([other, how]) => (other.contains(one) ? "behind " : "across ") + how);
    const look = [one.matches(":disabled"), color, fontSize, fontWeight, textShadow, ...new Set(around)].join("; ");
    if (!looks.has(look)) looks.set(look, one);
  }
  return [...looks.keys()];
})()"""
# Every other rule for the whole page, and that one for an element of each new look; then which of these stand out.
JUDGED = """async (fresh) => {
  const other = {resultTypes: ["violations"], rules: {"color-contrast": {enabled: false}}};
  const found = (await axe.run(document, other)).violations;
  if (!fresh.length) return [found, []];
  const include = fresh.map((look) => window.fourfoldLooks.get(look));
  const contrast = {resultTypes: ["violations", "passes"], runOnly: ["color-contrast"], elementRef: true};
  const {violations, passes} = await axe.run({include}, contrast);
  const fine = new Set(passes.flatMap((rule) => rule.nodes.map((node) => node.element)));
  const without = ({element, ...node}) => node;
  return [[...found, ...violations.map((rule) => ({...rule, nodes: rule.nodes.map(without)}))],
    fresh.filter((look, place) => fine.has(include[place]))];
}"""


def violations(page: Page) -> str:
    """What axe finds wrong with the page as it stands, in words; nothing if there is nothing."""
    if page.evaluate("!window.fourfoldAxe"):  # No init script runs where scripts are switched off.
        page.evaluate(AT_HAND)
    looks = {judged.shape(look): look for look in page.evaluate(f"fourfoldAxe();{LOOKS}")}
    fresh = [look for shape, look in looks.items() if not judged.is_judged("look", shape)]
    wrong, fine = page.evaluate(JUDGED, fresh)
    found = AxeResults({"violations": wrong})
    if found.violations_count:
        return str(found.generate_report())
    for look in fine:
        judged.note("look", judged.shape(look))
    return ""
