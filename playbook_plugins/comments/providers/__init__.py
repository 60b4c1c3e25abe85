"""Services that hold live discussions, behind one interface. Names and settings are checked here.

A build imports this for `thread_url`, `widget` and `live`, which use no network.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playbook_plugins.shared.problems import did_you_mean

from .comentario import Comentario
from .giscus import Giscus
from .interface import Provider, ProviderThread, Settings, SettingsError, Topic, Widget
from .isso import Isso
from .remark42 import Remark42

if TYPE_CHECKING:
    from .http import Fetcher

PROVIDERS: dict[str, type[Provider]] = {
    kind.name: kind for kind in (Isso, Giscus, Remark42, Comentario)
}
"""Every provider by the name that `comments_provider` takes."""
COMMON = ("prefix", "bodies", "attributes", "authors")

__all__ = [
    "PROVIDERS",
    "Provider",
    "ProviderThread",
    "SettingsError",
    "Topic",
    "Widget",
    "is_this_machine",
    "provider_of",
]


def provider_of(
    name: str,
    url: str = "",
    values: Mapping[str, Any] | None = None,
    site_url: str = "",
    fetcher: Fetcher | None = None,
) -> Provider | None:
    """The provider that a site's options name; None when they name none. Raises `SettingsError`."""
    if not name:
        return None
    kind = PROVIDERS.get(name)
    if kind is None:
        raise SettingsError(f'unknown comments_provider "{name}".', did_you_mean(name, PROVIDERS))
    given = dict(values or {})
    _check_values(kind, given)
    site = site_url if not site_url or site_url.endswith("/") else f"{site_url}/"
    settings = Settings(_address(kind, url), given, site)
    _check_place(kind, settings)
    return kind(settings, fetcher)


def _check_values(kind: type[Provider], given: dict[str, Any]) -> None:
    known = (*COMMON, *kind.known)
    for name, value in given.items():
        if name not in known:
            what = f'comments_provider_settings: unknown setting "{name}" for {kind.name}.'
            raise SettingsError(what, did_you_mean(str(name), known))
        if name == "bodies" and not isinstance(value, bool):
            raise SettingsError("comments_provider_settings: bodies is a yes or no.", "Use true.")
        if name == "attributes":
            _check_attributes(value)
        elif name == "authors":
            _check_authors(value)
        elif name != "bodies" and not isinstance(value, str | int):
            what = f"comments_provider_settings: {name} is not a text."
            raise SettingsError(what, f"Write {name}: and the text on the same line.")
    for name in kind.needed:
        if not given.get(name):
            what = f"comments_provider_settings: {kind.name} needs {name}."
            raise SettingsError(what, f"Add {name}: below comments_provider_settings:.")


def _check_attributes(value: Any) -> None:
    if not isinstance(value, Mapping):
        what = "comments_provider_settings: attributes is not made of names and values."
        raise SettingsError(what, "Write attributes: {data-name: value}.")
    for name in value:
        if not re.fullmatch(r"data-[a-z0-9-]+", str(name)):
            what = f'comments_provider_settings: "{name}" cannot be an attribute of the widget.'
            raise SettingsError(what, "Only names that begin with data- may be added.")


def _check_authors(value: Any) -> None:
    if isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values()):
        return
    what = "comments_provider_settings: authors is not made of accounts and authors."
    raise SettingsError(what, "Write authors: {account-there: author-here}.")


def _address(kind: type[Provider], url: str) -> str:
    address = (url or kind.usual_url).rstrip("/")
    if not address:
        what = f"{kind.name} needs its address."
        raise SettingsError(what, "Add comments_provider_url: https://comments.example.org.")
    try:
        parts = urlsplit(address)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in address
        fine = fine and (parts.port is None or parts.port > 0)
    except ValueError:
        fine = False
    if not fine or parts.query or parts.fragment or not re.fullmatch(r"[\x21-\x7e]+", address):
        what = f'comments_provider_url "{address}" is not a web address.'
        raise SettingsError(what, "Write it as https://comments.example.org.")
    return address


def is_this_machine(host: str) -> bool:
    """Whether a host is the machine that asks: a loopback or unspecified address, or its name."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _check_place(kind: type[Provider], settings: Settings) -> None:
    """Some name threads by the site's address, which therefore has to be known."""
    if kind is Remark42 and settings.prefix is None and not settings.site_url:
        what = "remark42 names threads by the site's address, which is not set."
        raise SettingsError(what, "Set site_url in mkdocs.yml, or prefix below the settings.")
    if kind is Comentario and not (settings.values.get("host") or settings.site_host):
        what = "comentario needs the site's host, and site_url is not set."
        raise SettingsError(what, "Set site_url in mkdocs.yml, or host below the settings.")
