"""The browser that journeys drive: the machine's Chromium, installed where that is allowed."""

import shutil

from fourfold.config.launch.environment import install_system_package
from fourfold.config.launch.words import Stop

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str:
    """The path of a Chromium, installed where that is allowed. Raises `Stop` with what to install otherwise."""
    for _ in range(2):
        found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        if found:
            return found
        if not install_system_package("chromium"):
            break
    raise Stop(
        "The journeys need the system package chromium, which is not there"
        " (on Debian and Ubuntu: sudo apt-get install chromium)."
    )
