"""A secret key that is made once and kept beside the data when none is given."""

import secrets
from pathlib import Path


def kept_secret(data: Path) -> str:
    """The secret in ``data/secret-key``, made with 50 random bytes on first use and readable by its owner only."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()
