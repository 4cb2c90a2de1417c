"""Nothing that a person types about a child goes into an address, where histories and logs would keep it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_form_is_sent_by_get() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("templates/**/*.html")
        if 'method="get"' in path.read_text(encoding="utf-8").lower()
    ]
    assert found == []
