"""What the repository may hold: nothing of a machine, no download addresses, and documents in order."""

import json
import re
from pathlib import Path

from tests.contracts.source import ROOT, tracked

LOCKS = ("requirements/run.txt", "requirements/test.txt", "package-lock.json")
# Built from parts, so that this file does not hold what it looks for.
HOSTS = [".".join(p) for p in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"),
                               ("npmjs", "com"), ("deb", "debian", "org"))]  # fmt: skip
HOMES = re.compile(r"(?<![\w.])/(?:root|home/\w+|Users/\w+)/")


def _texts() -> list[tuple[Path, str]]:
    kinds = {".woff2", ".png", ".ico", ".pdf", ".ttf", ".mo", ".docx", ".xlsx"}
    return [
        (path, path.read_text(encoding="utf-8", errors="ignore"))
        for path in tracked()
        if path.suffix not in kinds
    ]


def test_lock_files_carry_hashes_and_no_download_address() -> None:
    for name in LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(
            r"https?://(?!github\.com/sponsors|opencollective)", _without_funding(name, text)
        ), name
        assert "--index-url" not in text, name
        assert "--find-links" not in text, name
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all("integrity" in p for name, p in packages.items() if name and not p.get("link"))


def _without_funding(name: str, text: str) -> str:
    """npm's lock also says where a package asks for money; that is no download."""
    if not name.endswith(".json"):
        return text
    whole = json.loads(text)
    for package in whole["packages"].values():
        package.pop("funding", None)
    return json.dumps(whole)


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    here = f"{ROOT}/"
    found = [
        str(path.relative_to(ROOT))
        for path, text in _texts()
        if here in text or HOMES.search(text) or any(host in text for host in HOSTS)
    ]
    assert found == []


def test_decision_records_are_numbered_once_each_and_without_gaps() -> None:
    numbers = sorted(p.name[:4] for p in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]
    assert numbers


def test_each_decision_record_says_what_was_rejected() -> None:
    wanted = ("## Context", "## Decision", "## Rejected", "## Consequences")
    short = [
        path.name
        for path in (ROOT / "docs" / "adr").glob("*.md")
        if any(part not in path.read_text(encoding="utf-8") for part in wanted)
    ]
    assert short == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in (p for p in tracked() if p.suffix == ".md"):
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)} -> {target}")
    assert broken == []
