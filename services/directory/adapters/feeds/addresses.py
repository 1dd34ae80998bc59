"""Which addresses may be asked. A feed's address comes from outside, so it must not lead to what stands behind our own firewall.

A name is looked up once, every address it has is checked, and the connection goes to the address that was checked: a name that answers
differently the second time gains nothing. Redirects come through here too.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

import httpx

from shared.errors import Invalid, Unavailable

NAT64 = ipaddress.ip_network("64:ff9b::/96")
ALLOW = "Give the feed's public address. For a feed within your own network add --allow-private."


def feed_address(url: str) -> str:
    """The address as it is kept: no slash at its end. Raises Invalid for what is no plain http or https address."""
    plain = url.strip().rstrip("/")
    try:
        parts = urlsplit(plain)
        named = parts.hostname and parts.port != 0
    except ValueError:
        named = None
    if not named or parts.scheme not in {"http", "https"}:
        raise Invalid.field("--feed", f"“{plain[:200]}” is no address of a feed.", "Give one like https://example.org/openreferral/v3.")
    if parts.username or parts.password:
        raise Invalid.field("--feed", "The address holds a name or a password.", "Open Referral UK feeds are public: leave it out.")
    if parts.query or parts.fragment:
        raise Invalid.field("--feed", "The address holds a question (what follows ? or #).", "Give the address that /services follows.")
    return plain


class CheckedAddresses(httpx.BaseTransport):
    """Asks the transport within, at an address that was looked at."""

    def __init__(self, within: httpx.BaseTransport, *, allow_private: bool) -> None:
        self._within, self._allow_private = within, allow_private

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.scheme not in {"http", "https"}:
            raise Invalid.field("--feed", f"The feed leads to an address of kind {request.url.scheme[:20]}.", ALLOW)
        *others, last = _looked_up(request.url.host, allow_private=self._allow_private)
        for address in others:
            try:
                return self._at(address, request)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return self._at(last, request)

    def close(self) -> None:
        self._within.close()

    def _at(self, address: str, request: httpx.Request) -> httpx.Response:
        extensions = {**request.extensions, "sni_hostname": request.url.host}
        url = request.url.copy_with(host=address)
        return self._within.handle_request(
            httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)
        )


def _looked_up(host: str, *, allow_private: bool) -> list[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable(f"There is no host {host[:200]}.", remedy="Check the address of the feed, and the network.") from error
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    private = [each for each in addresses if not _is_public(each)]
    if private and not allow_private:
        raise Invalid.field("--feed", f"{host[:200]} is at {private[0]}, an address within a private network.", ALLOW)
    return addresses


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = _carried(found) if isinstance(found, ipaddress.IPv6Address) else None
    return found.is_global and not found.is_multicast and (inner is None or inner.is_global)


def _carried(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address within: mapped, 6to4, or through a translator's well-known prefix (RFC 6052)."""
    if found in NAT64:
        return ipaddress.IPv4Address(found.packed[-4:])
    return found.ipv4_mapped or found.sixtofour
