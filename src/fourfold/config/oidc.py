"""The typed reading of ``FOURFOLD_OIDC``: a JSON file that lists the providers by which staff may sign in."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NEEDED = {"kind", "client_id", "secret"}
MAY_HAVE = {"name", "tenant", "domain"}


class BadProviders(ValueError):
    """The file says something that makes no sense; the sentence says what."""


@dataclass(frozen=True)
class Provider:
    """One provider. `tenant` is Microsoft’s directory id; `domain` the Google Workspace domain, if it is to be one."""

    kind: str
    name: str
    server: str
    client_id: str
    secret: str
    tenant: str = ""
    domain: str = ""

    @property
    def origin(self) -> str:
        """Scheme and host to which the browser is sent."""
        parts = urlsplit(self.server)
        return f"{parts.scheme}://{parts.netloc}"

    def for_library(self) -> dict[str, Any]:
        """The provider as the sign-in library reads it."""
        return {
            "provider_id": self.kind,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {
                "server_url": self.server,
                # Microsoft's ``sub`` differs for each application; ``oid`` is the person in the tenant.
                "uid_field": "oid" if self.kind == "microsoft" else "sub",
                "fetch_userinfo": False,
                "oauth_pkce_enabled": True,
                "fourfold": {"kind": self.kind, "tenant": self.tenant, "domain": self.domain},
            },
        }


def _one(said: Any) -> Provider:
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise BadProviders("Each provider is a JSON object of texts.")
    missing, unknown = NEEDED - said.keys(), said.keys() - NEEDED - MAY_HAVE
    if missing or unknown:
        raise BadProviders(
            f"A provider lacks or has too much: {', '.join(sorted(missing | unknown))}."
        )
    if said["kind"] == "microsoft":
        tenant = said.get("tenant", "").lower()
        if not GUID.fullmatch(tenant):
            raise BadProviders("“tenant” should be the directory id of your Microsoft tenant.")
        server = f"https://login.microsoftonline.com/{tenant}/v2.0"
        return Provider(
            "microsoft",
            said.get("name", "Microsoft"),
            server,
            said["client_id"],
            said["secret"],
            tenant,
        )
    if said["kind"] == "google":
        return Provider(
            "google",
            said.get("name", "Google"),
            "https://accounts.google.com",
            said["client_id"],
            said["secret"],
            domain=said.get("domain", "").lower(),
        )
    raise BadProviders("“kind” is “microsoft” or “google”.")


def read_providers(path: Path | None) -> tuple[Provider, ...]:
    """The providers that the file at `path` lists; none without a file. Raises `BadProviders`."""
    if path is None:
        return ()
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadProviders(f"{path} cannot be read as JSON.") from error
    if not isinstance(said, list):
        raise BadProviders(f"{path} should hold a list of providers.")
    found = tuple(_one(entry) for entry in said)
    if len({one.kind for one in found}) != len(found):
        raise BadProviders(f"{path} names a kind of provider twice.")
    return found
