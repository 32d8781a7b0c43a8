"""Addresses in one spelling, so that the same article is met as the same."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_TRACKING: Final = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|ns_\w+|at_(?:medium|campaign|custom\w*|link\w*|format|ptr\w*)"
    r"|cmpid|cmp|ocid|smid|smtyp|partner|ref_src|ref_url|s?cid|icid|wt\.\w+|guccounter|guce_referrer\w*|soc_src|soc_trk|feedtype|feedname|sr_share|xtor|__twitter_impression)(?:=|$)",
    re.IGNORECASE,
)
_PORTS: Final = {"http": 80, "https": 443}


def web_address(value: str) -> SplitResult | None:
    """The parts of an absolute http(s) address, or None for anything else."""
    try:
        parts = urlsplit(value.strip())
        valid = parts.scheme in _PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # brackets without an address, a port that is no number
        return None
    return parts if valid else None


def normalize_url(value: str | None) -> str | None:
    """An http(s) address without fragment, tracking parameters, credentials and default port, host in lower case; other strings as they are."""
    if not value or not value.strip():
        return None
    parts = web_address(value)
    if parts is None:
        return value.strip()
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host.rstrip(".")
    if parts.port and parts.port != _PORTS[parts.scheme]:
        host = f"{host}:{parts.port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair))
    fragment = parts.fragment if parts.fragment.startswith("!") else ""  # “#!” routes name the page itself
    return urlunsplit((parts.scheme, host, parts.path or "/", query, fragment))


def host_of(value: str | None) -> str | None:
    """`www.baycourier.example/x` → `baycourier.example`; None for what is no http(s) address."""
    parts = web_address(value) if value else None
    if parts is None or parts.hostname is None:
        return None
    return parts.hostname.removeprefix("www.")


def canonical_url(given: str | None, canonical: str | None) -> str | None:
    """What to store for a page met at `given` that calls itself `canonical`.

    The page's own word counts where it was saved without an address, or where it names a page (not the front page) of the same host.
    """
    named = web_address(canonical) if canonical else None
    if named is None or (named.path in {"", "/"} and not named.query):
        return normalize_url(given)
    if given is None or host_of(given) == host_of(canonical):
        return normalize_url(canonical)
    return normalize_url(given)


def absolute(base: str, target: str) -> str:
    """`target` seen from `base`; unchanged where it is no address that could be joined."""
    try:
        return urljoin(base, target.strip())
    except ValueError:
        return target
