"""Whether an address on the web answers: asked politely, and never of a machine that is not for everybody.

The address is typed by an officer and followed from the server, so it could be made to point inwards. Every step,
redirects too, is looked up first, refused unless all it leads to is public, and then visited at the very address that
was looked at: a name that changes its answer meanwhile leads nowhere. No content is read.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

REDIRECTS = 5
SECONDS = 15.0
PORTS = {"http": 80, "https": 443}
# There is a page, though not for a program: it wants a sign-in, a browser, or more time between visits.
ANSWERS_ALL_THE_SAME = {401, 402, 403, 405, 406, 407, 412, 421, 428, 429, 451, 999}
# What has been given out for use across the internet (RFC 4291, 2.4): neither site-local nor IPv4 in disguise.
UNICAST = ipaddress.ip_network("2000::/3")
# IPv6 addresses that carry an IPv4 address through a gateway (RFC 6052, 3056, 4380).
GATEWAYS = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))

Reach = Callable[[str, int], bool]


class NotForUsError(Exception):
    """An address that is not visited: not http, with a password in it, or not public."""


def is_public(address: str, port: int) -> bool:
    """An IP address that everybody on the internet reaches, at a port of the web."""
    found = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            found = found.ipv4_mapped
        elif found not in UNICAST or any(found in gateway for gateway in GATEWAYS):
            return False
    return port in PORTS.values() and found.is_global and not found.is_multicast


def answers(url: str, *, may_reach: Reach = is_public, seconds: float = SECONDS) -> bool:
    """True when there is a page, also behind a sign-in. Never raises; takes at most about ``seconds``."""
    until = time.monotonic() + seconds
    try:
        status = _follow(url, "HEAD", may_reach, until)
        # Many servers answer HEAD wrongly, and only GET rightly.
        if status >= 400:
            status = _follow(url, "GET", may_reach, until)
    except (NotForUsError, OSError, http.client.HTTPException, ValueError):
        return False
    return status < 400 or status in ANSWERS_ALL_THE_SAME


def _follow(url: str, method: str, may_reach: Reach, until: float) -> int:
    for _step in range(REDIRECTS + 1):
        status, location = _visit(urlsplit(url), method, may_reach, until)
        if status not in {301, 302, 303, 307, 308} or not location:
            return status
        url = urljoin(url, location)
    raise NotForUsError("too many redirects")


def _visit(url: SplitResult, method: str, may_reach: Reach, until: float) -> tuple[int, str]:
    """Status, and where a redirect leads. Closed before any content is read."""
    if url.scheme not in PORTS or not url.hostname or url.username or url.password:
        raise NotForUsError(url.scheme)
    port = url.port or PORTS[url.scheme]
    addresses = _look_up(url.hostname, port, may_reach)
    connection = _Connection(url, port, addresses[0], until)
    try:
        with connection.closing_in_time():
            connection.request(method, _target(url), headers={"User-Agent": _name(), "Accept": "*/*"})
            response = connection.getresponse()
            if time.monotonic() >= until:
                raise TimeoutError  # the headers were cut off, and may look whole
            return response.status, response.headers.get("Location", "")
    finally:
        connection.close()


def _target(url: SplitResult) -> str:
    """Path and query with æ, ø, å and spaces written as the web wants them."""
    path = quote(url.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return path + ("?" + quote(url.query, safe="/%:@!$&'()*+,;=~-._?[]") if url.query else "")


def _look_up(host: str, port: int, may_reach: Reach) -> list[str]:
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(may_reach(address, port) for address in found):
        raise NotForUsError(host)
    return found


def _name() -> str:
    return f"FoUI-portal link check (+{settings.PORTAL_URL})"


class _Connection(http.client.HTTPConnection):
    """To the address that was looked up, under the name in the link; given up when the time is out."""

    def __init__(self, url: SplitResult, port: int, address: str, until: float) -> None:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        assert url.hostname
        super().__init__(url.hostname.encode("idna").decode(), port, timeout=min(5.0, left))
        self._address, self._is_tls, self._until = address, url.scheme == "https", until

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_tls:
            context = ssl.create_default_context()
            # Kept before the handshake, so that it too can be cut off.
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def closing_in_time(self) -> _Timer:
        return _Timer(max(0.01, self._until - time.monotonic()), self._cut)

    def _cut(self) -> None:
        """A server that sends a byte now and then never runs into the timeout of one read."""
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


class _Timer(threading.Timer):
    def __enter__(self) -> None:
        self.daemon = True
        self.start()

    def __exit__(self, *_error: object) -> None:
        self.cancel()
