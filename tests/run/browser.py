"""The browser that journeys drive: a Chromium of the machine, installed where that is allowed."""

import shutil

from fourfold.config.launch.environment import install_system_package
from fourfold.config.launch.words import Stop

# The same engine without windows takes two thirds of the time.
LIGHT = "chromium-headless-shell"
OTHERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _found() -> str | None:
    return next((path for name in (LIGHT, *OTHERS) if (path := shutil.which(name))), None)


def prefer_light() -> None:
    """Install the lighter one where that is allowed, once for a whole run; any other will do."""
    if not shutil.which(LIGHT):
        install_system_package(LIGHT)


def browser() -> str:
    """The path of a Chromium, installed where that is allowed. Raises `Stop` with what to install otherwise."""
    if not _found():
        install_system_package(LIGHT)
    if found := _found():
        return found
    raise Stop(
        f"The journeys need the system package {LIGHT}, which is not there"
        f" (on Debian and Ubuntu: sudo apt-get install {LIGHT}, or chromium)."
    )
