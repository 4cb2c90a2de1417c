"""Makes the Python environment that a lock file describes, once, and finds it again afterwards."""

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fourfold.config.launch.words import CANNOT_CREATE, SOFTWARE, Stop, say

# Measured: the environment of the tests, the larger one, takes 0.9 GB with what pip needs while it installs.
ROOM_NEEDED = 1_500_000_000

_NO_NETWORK = (
    "Temporary failure in name resolution",
    "Failed to establish a new connection",
    "Network is unreachable",
    "nodename nor servname",
    "Connection timed out",
    "ConnectTimeoutError",
    "NewConnectionError",
    "Max retries exceeded",
)


def home(root: Path, environ: Mapping[str, str]) -> Path:
    """The folder that holds what is made: ``FOURFOLD_HOME``, or the checkout itself."""
    named = environ.get("FOURFOLD_HOME", "").strip()
    return Path(named).expanduser().resolve() if named else root


def key(lock: Path) -> str:
    """What makes one environment differ from another: the lock file, the Python and the machine's kind."""
    parts = [lock.read_bytes(), sys.version.encode(), platform.platform().encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock file, so that two commands started together do not make the same thing twice."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def sentence_for(output: str) -> str:
    """Why an installation failed, in one sentence made from what `output` of pip or npm says."""
    if "No space left on device" in output or "ENOSPC" in output:
        return "The disk is full: free some space and start again; what was begun is thrown away."
    if any(sign in output for sign in _NO_NETWORK) or "ENOTFOUND" in output:
        return (
            "The package index cannot be reached: the first start needs a network"
            " (or a mirror, named as pip and npm expect it); later starts do not."
        )
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in output:
        return "A package is not the one that was locked (its hash differs), so nothing of it was installed."
    last = [line.strip() for line in output.splitlines() if line.strip()]
    return "Installing did not work; the last it said was: " + (last[-1] if last else "nothing")


def run_quietly(command: list[str], *, cwd: Path | None = None) -> str:
    """Run `command` and return its output. Raises `Stop` with one sentence when it fails."""
    done = subprocess.run(  # noqa: S603 - a list of our own words, no shell
        command, cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        raise Stop(sentence_for(done.stdout), SOFTWARE)
    return done.stdout


def _can_make_environments() -> bool:
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    return not subprocess.run(probe, capture_output=True, check=False).returncode  # noqa: S603


def install_system_package(name: str) -> bool:
    """Install a Debian package where that is allowed: as root, with apt-get. Says whether it was done."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    say(f"Installing the system package {name} …")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["install"], ["update"], ["install"]):
        more = ["-y", "--no-install-recommends", name] if words == ["install"] else []
        done = subprocess.run(  # noqa: S603 - a list of our own words, no shell
            [apt, "-q", *words, *more], capture_output=True, env=environ, check=False
        )
        if words == ["install"] and not done.returncode:
            return True
    return False


def must_have_venv(
    can: Callable[[], bool] = _can_make_environments,
    install: Callable[[str], bool] = install_system_package,
) -> None:
    """Raises `Stop` when this Python has no module ``venv`` and it cannot be installed here."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if can() or (install(package) and can()):
        return
    raise Stop(
        "This Python has no module venv; install it and start again"
        f" (on Debian and Ubuntu: sudo apt-get install {package})."
    )


def must_have_room(folder: Path, free: int) -> None:
    """Raises `Stop` when fewer than `ROOM_NEEDED` of `free` bytes are left where `folder` lies."""
    if free < ROOM_NEEDED:
        raise Stop(
            f"There is too little room on the disk of {folder}: {free / 1e9:.1f} GB are free and"
            f" {ROOM_NEEDED / 1e9:.1f} GB are needed.",
            CANNOT_CREATE,
        )


def python_of(environment: Path) -> Path:
    """The interpreter of an environment."""
    return environment / "bin" / "python"


def _forget_older(folder: Path, name: str, keep: Path) -> None:
    """Remove all but the newest other environment of this name: an older start may still be running from that one."""
    others = [p for p in folder.glob(f"{name}-*") if p.is_dir() and p != keep]
    for old in sorted(others, key=lambda p: p.stat().st_mtime)[:-1]:
        shutil.rmtree(old, ignore_errors=True)


def environment(root: Path, name: str, environ: Mapping[str, str]) -> Path:
    """The interpreter of the environment locked in ``requirements/<name>.txt``, which is made when it is not there.

    Raises `Stop` with one sentence when it cannot be made.
    """
    lock = root / "requirements" / f"{name}.txt"
    folder = home(root, environ) / ".env"
    made = folder / f"{name}-{key(lock)}"
    if (made / "complete").exists():
        return python_of(made)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(
            f"The folder {folder} cannot be made: {error.strerror}.", CANNOT_CREATE
        ) from error
    with one_at_a_time(folder / f"{name}.lock"):
        if not (made / "complete").exists():
            _make(made, lock, name)
            _forget_older(folder, name, made)
    return python_of(made)


def _make(made: Path, lock: Path, name: str) -> None:
    must_have_venv()
    must_have_room(made.parent, shutil.disk_usage(made.parent).free)
    shutil.rmtree(made, ignore_errors=True)
    what = {"run": "Fourfold needs", "test": "the tests need"}[name]
    say(f"Installing what {what} (once, a minute or two) …")
    run_quietly([sys.executable, "-m", "venv", str(made)])
    pip = [str(python_of(made)), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    run_quietly([*pip, "install", "--quiet", "--no-deps", "--require-hashes", "-r", str(lock)])
    (made / "complete").touch()
