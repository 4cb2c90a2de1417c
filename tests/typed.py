"""What a form of a page would send as it stands: what tests of pages begin to type from."""

import re


def typed_into(page) -> dict[str, list[str]]:
    """The values that a form of the page would send as it stands."""
    text = page.content.decode()
    form = text[text.index('<form class="ff-form"') :]
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if not name or (kind and kind[1] in ("radio", "checkbox") and "checked" not in tag):
            continue
        data.setdefault(name[1], []).append(value[1] if value else "")
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        data[name] = [chosen[1] if chosen else ""]
    for name in re.findall(r'<textarea[^>]*name="([^"]+)"', form):
        data[name] = [""]
    return data
