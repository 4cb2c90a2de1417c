"""The address under which stylesheet, scripts and typefaces are served: another one whenever one of them changes.

A browser may therefore keep them for good, and asks for nothing but the page when somebody goes on to the next one.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(folders: Iterable[Path]) -> str:
    """Twelve hexadecimal digits over the names and bytes of every file in `folders`, which need not be there."""
    whole = hashlib.sha256()
    for folder in sorted(folders):
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            whole.update(f"{path.relative_to(folder)}\0".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:12]
