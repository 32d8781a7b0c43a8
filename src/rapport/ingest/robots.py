"""robots.txt as RFC 9309 has it: the longest matching rule wins, `*` and `$` count, a tie allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

_RULE: Final = re.compile(r"^\s*([A-Za-z-]+)\s*:\s*(.*?)\s*(?:#.*)?$")
# RFC 9309 section 2.5 asks for at least 500 KiB.
MAX_BYTES: Final = 512 * 1024


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one user agent. `delay` is the pause in seconds that the site asks for."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        parts = urlsplit(url)
        path = _canonical((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        best = max(((len(rule), allowed) for allowed, rule in self.rules if _matches(rule, path)), default=(0, True))
        return best[1]


EVERYTHING: Final = Robots()
NOTHING: Final = Robots(rules=((False, "/"),))


def parse_robots(text: str, user_agent: str) -> Robots:
    """The rules that hold for `user_agent` (matched by its name before the slash); without such, those for `*`."""
    name = user_agent.split("/")[0].strip().lower()
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    naming = False
    for line in text.removeprefix("\ufeff").splitlines():
        found = _RULE.match(line)
        if found is None:
            continue
        key, value = found[1].lower(), found[2]
        if key == "user-agent":
            agents = [*agents, value.lower()] if naming else [value.lower()]
            groups.setdefault(agents[-1], [])
            naming = True
        elif key in {"allow", "disallow", "crawl-delay"}:
            naming = False
            for agent in agents:
                groups[agent].append((key, value))
    chosen = groups.get(name, groups.get("*", []))
    rules = tuple((key == "allow", _canonical(value)) for key, value in chosen if key != "crawl-delay" and value)
    return Robots(rules, next((_seconds(value) for key, value in chosen if key == "crawl-delay"), 0.0))


def _seconds(value: str) -> float:
    return float(value) if re.fullmatch(r"\d{1,6}(?:\.\d+)?", value) else 0.0


def _canonical(path: str) -> str:
    """One spelling of percent-encoding, so that `%7E` and `~` match."""
    return quote(unquote(path), safe="/?&=+,;:@!$*'()~%#")


def _matches(rule: str, path: str) -> bool:
    pattern = re.escape(rule.removesuffix("$")).replace(r"\*", ".*")
    return re.match(pattern + ("$" if rule.endswith("$") else ""), path) is not None
