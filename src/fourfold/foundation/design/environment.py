"""The Jinja environment of our own templates."""

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment(**options: object) -> Environment:
    """Our environment: strict about what is undefined."""
    options.pop("loader", None)
    options["undefined"] = StrictUndefined
    return Environment(loader=PackageLoader("fourfold.foundation.design"), autoescape=True)
