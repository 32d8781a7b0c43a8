"""Connections to public addresses only: the name is resolved once, checked, and that very address is connected to."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

import httpx

from rapport.errors import IngestError

_IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet; IPv4 hidden in IPv6 is judged by itself."""
    ip: _IPAddress = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and any(ip in network for network in _NAT64):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


class GuardedTransport(httpx.BaseTransport):
    """Resolves, checks and pins the address of every request, redirects and robots.txt included.

    A name that also resolves to a private, loopback or link-local address is refused as a whole. Since the connection is made to the checked
    address and not to the name, a name server that answers differently the second time changes nothing. Raises IngestError `refused`
    and what httpx raises.
    """

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        # No connection is kept: two names on one address must not share a TLS session that was verified for one of them.
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        addresses = self._resolve(request)
        if not self._allow_private and (private := [address for address in addresses if not is_public(address)]):
            raise IngestError(str(request.url), "refused", f"{host} is at {private[0]}, a private address (--allow-private reads it)")
        failure: Exception | None = None
        for address in addresses[:4]:
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,  # carries the Host of the name
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return self._inner.handle_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure or httpx.ConnectError(f"{host} has no address")

    def close(self) -> None:
        self._inner.close()

    def _resolve(self, request: httpx.Request) -> list[str]:
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"cannot resolve {host}: {error}") from error
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))
