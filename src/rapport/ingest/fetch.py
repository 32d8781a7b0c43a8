"""Pages over http(s): only what the user named, with time-outs, a size limit, few redirects, and the site's robots.txt."""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Final
from urllib.parse import urlsplit

import httpx

from rapport.errors import IngestError
from rapport.ingest.addresses import absolute, web_address
from rapport.ingest.guard import GuardedTransport
from rapport.ingest.options import IngestOptions
from rapport.ingest.robots import EVERYTHING, MAX_BYTES, NOTHING, Robots, parse_robots

_LONGEST_PAUSE: Final = 10.0
_ACCEPT: Final = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page: the address after redirects, its bytes (decompressed), its media type in lower case and its charset."""

    url: str
    content: bytes
    media_type: str
    charset: str | None


class Fetcher:
    """Fetches pages one at a time. No proxy, cookie or credential of the environment is used."""

    def __init__(self, options: IngestOptions) -> None:
        self._options = options
        self._robots: dict[str, Robots] = {}
        self._silent: dict[str, IngestError] = {}
        self._last: dict[str, float] = {}
        self._client = httpx.Client(
            transport=GuardedTransport(options.allow_private),
            timeout=options.timeout,
            trust_env=False,
            headers={"User-Agent": options.user_agent, "Accept": _ACCEPT, "Accept-Language": "en"},
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def get(self, url: str) -> Page:
        """Fetch a page. Every hop of a redirect is checked as the first address is.

        Raises IngestError: `refused` (private address, robots.txt), `timeout`, `too-large`, `http-status`, `too-many-redirects`,
        `unsupported` (no http(s) address), `unreadable` (no connection).
        """
        address = url
        for _ in range(self._options.max_redirects + 1):
            if web_address(address) is None:
                raise IngestError(url, "unsupported", f"not an http(s) address: {address[:200]}")
            self._check_robots(url, address)
            response = self._send(url, address, self._options.max_bytes)
            if isinstance(response, Page):
                return response
            address = absolute(address, response)
        raise IngestError(url, "too-many-redirects", f"more than {self._options.max_redirects}")

    def _check_robots(self, url: str, address: str) -> None:
        if not self._options.robots:
            return
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
        if (failure := self._silent.get(site)) is not None:  # two hundred entries of a feed need not wait for a dead site one by one
            raise IngestError(url, failure.reason, failure.detail)
        if site not in self._robots:
            try:
                self._robots[site] = self._read_robots(url, site)
            except IngestError as error:
                self._silent[site] = error
                raise
        if not self._robots[site].allows(address):
            raise IngestError(url, "refused", f"the robots.txt of {parts.hostname} asks not to")

    def _read_robots(self, url: str, site: str) -> Robots:
        """The site's rules; without a file everything is allowed, with a failing server nothing (RFC 9309, 2.3.1)."""
        address = site + "/robots.txt"
        for _ in range(self._options.max_redirects + 1):
            try:
                response = self._send(url, address, MAX_BYTES, cut=True)
            except IngestError as error:
                if error.reason != "http-status":
                    raise
                return EVERYTHING if error.detail.startswith("4") else NOTHING
            if isinstance(response, Page):
                return parse_robots(response.content.decode("utf-8", "replace"), self._options.user_agent)
            address = absolute(address, response)
            if web_address(address) is None:
                break
        return EVERYTHING

    def _send(self, url: str, address: str, limit: int, *, cut: bool = False) -> Page | str:
        """One request: the page, or where it redirects to. With `cut`, what exceeds the limit is left unread instead of refused."""
        self._wait(address)
        deadline = time.monotonic() + 3 * self._options.timeout
        try:
            with self._client.stream("GET", address, follow_redirects=False) as response:
                if response.has_redirect_location:
                    return response.headers["Location"]
                if response.status_code != 200:
                    raise IngestError(url, "http-status", f"{response.status_code} {response.reason_phrase}".strip())
                content = self._body(url, response, limit, deadline, cut)
                media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                return Page(address, content, media_type, response.charset_encoding)
        except httpx.TimeoutException as error:
            raise IngestError(url, "timeout", f"no answer within {self._options.timeout:g} s") from error
        except (httpx.InvalidURL, UnicodeError) as error:  # a host that is no name, too
            raise IngestError(url, "unsupported", str(error)) from error
        except httpx.HTTPError as error:
            raise IngestError(url, "unreadable", str(error) or type(error).__name__) from error
        except IngestError as error:
            # Named after the address that the user gave, whichever hop failed.
            raise error if error.item == url else IngestError(url, error.reason, error.detail) from None

    def _body(self, url: str, response: httpx.Response, limit: int, deadline: float, cut: bool) -> bytes:
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_bytes():  # of no set size: that would wait for its fill, and a page that drips would have no deadline
            chunks.append(chunk)
            size += len(chunk)
            if size > limit:
                if cut:
                    break
                raise IngestError(url, "too-large", f"more than {limit:,} bytes")
            if time.monotonic() > deadline:
                raise IngestError(url, "timeout", f"not complete after {3 * self._options.timeout:g} s")
        return b"".join(chunks)

    def _wait(self, address: str) -> None:
        parts = urlsplit(address)
        robots = self._robots.get(f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}", EVERYTHING)
        pause = max(self._options.pause, min(robots.delay, _LONGEST_PAUSE))
        since = time.monotonic() - self._last.get(parts.netloc, float("-inf"))
        if since < pause:
            time.sleep(pause - since)
        self._last[parts.netloc] = time.monotonic()
