"""Whether an address answers: asked of a real server on this machine, and never of one that is not for everybody."""

from __future__ import annotations

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from partnership.partners import visiting

STATUS = {"/ok": 200, "/borte": 404, "/fjernet": 410, "/nede": 503, "/logg-inn": 401, "/forbudt": 403, "/ofte": 429}


class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, str, str]] = []

    def do_HEAD(self):
        self._answer()

    def do_GET(self):
        self._answer()

    def log_message(self, *args):
        pass

    def _answer(self):
        self.seen.append((self.command, self.path, self.headers["User-Agent"]))
        step = {"/flyttet": "/ok", "/rundt": "/rundt", "/ut": "http://169.254.169.254/", "/fil": "file:///etc/passwd"}
        if self.path in step:
            return self._send(302, Location=step[self.path])
        if self.path == "/bare-get":
            return self._send(200 if self.command == "GET" else 405)
        if self.path == "/head-er-feil":
            return self._send(200 if self.command == "GET" else 404)
        if self.path == "/stor":
            return self._send(200, **{"Content-Length": str(10**12)})
        if self.path == "/drypper":
            return self._drip()
        return self._send(STATUS.get(self.path, 200))

    def _send(self, status, **headers):
        self.send_response(status)
        for name, value in ({"Content-Length": "0"} | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-")
        for _second in range(100):
            try:
                self.wfile.write(b"a")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)


@pytest.fixture
def site():
    Pages.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def this_machine(address: str, port: int) -> bool:
    return address == "127.0.0.1"


def answers(url: str, seconds: float = 10) -> bool:
    return visiting.answers(url, may_reach=this_machine, seconds=seconds)


@pytest.mark.parametrize(
    ("path", "alive"),
    [
        ("", True), ("/ok", True), ("/flyttet", True), ("/bare-get", True), ("/head-er-feil", True), ("/stor", True),
        ("/logg-inn", True), ("/forbudt", True), ("/ofte", True), ("/æøå og mellomrom?spørsmål=ja", True),
        ("/borte", False), ("/fjernet", False), ("/nede", False), ("/rundt", False), ("/ut", False), ("/fil", False),
    ],
)  # fmt: skip
def test_what_a_server_says(site, path, alive):
    assert answers(site + path) is alive


def test_a_page_that_is_there_is_asked_for_once_without_its_content_and_by_name(site, settings):
    answers(site + "/ok")

    assert Pages.seen == [("HEAD", "/ok", f"FoUI-portal link check (+{settings.PORTAL_URL})")]


def test_redirects_are_followed_at_most_five_times(site):
    answers(site + "/rundt")

    assert len(Pages.seen) == visiting.REDIRECTS + 1


def test_a_server_that_drips_is_given_up(site):
    begun = time.monotonic()

    assert answers(site + "/drypper", seconds=1) is False
    assert time.monotonic() - begun < 4


def test_nobody_there_is_no_answer():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    assert answers(f"http://127.0.0.1:{port}/") is False


@pytest.mark.parametrize(
    "url",
    [
        "", "ordning", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://[::1", "http://127.0.0.1:99999/",
        "http://kari:hemmelig@127.0.0.1/", "javascript:alert(1)", "http://finnes-ikke.invalid/", "http://a\x00b/",
        "http://" + "a" * 300 + "/", "http://127.0.0.1:x/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_no_answer_and_no_error(url):
    assert answers(url) is False


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]"],
)
def test_this_machine_is_never_visited_by_whatever_name(site, host):
    """The port is let through here, so that it is the address that stops it."""
    port = site.rsplit(":", 1)[1]

    def at_any_port(address: str, _port: int) -> bool:
        return visiting.is_public(address, 80)

    assert visiting.answers(f"http://{host}:{port}/ok", may_reach=at_any_port) is False
    assert Pages.seen == []


def test_a_redirect_inwards_is_not_followed(site):
    """The first step is allowed here; the second is what would be followed from a public site."""
    asked = []

    def only_once(address: str, port: int) -> bool:
        asked.append(address)
        return len(asked) == 1

    assert visiting.answers(site + "/flyttet", may_reach=only_once) is False
    assert [path for _method, path, _name in Pages.seen] == ["/flyttet"]


@pytest.mark.parametrize(
    ("address", "port", "public"),
    [
        ("193.156.0.1", 443, True), ("2001:700:300::1", 80, True), ("193.156.0.1", 8080, False),
        ("193.156.0.1", 6379, False), ("10.0.0.5", 443, False), ("172.16.3.4", 80, False),
        ("192.168.1.1", 80, False), ("127.0.0.1", 80, False), ("169.254.169.254", 80, False),
        ("100.64.0.1", 80, False), ("0.0.0.0", 80, False), ("224.0.0.1", 80, False), ("::1", 443, False),
        ("fe80::1%eth0", 443, False), ("fd00::1", 443, False), ("::ffff:10.0.0.5", 443, False),
        ("64:ff9b::a00:5", 443, False), ("2002:a00:5::1", 443, False), ("255.255.255.255", 80, False),
        ("fec0::1", 443, False), ("::7f00:1", 80, False), ("::ffff:0:7f00:1", 80, False), ("4000::1", 443, False),
    ],
)  # fmt: skip
def test_which_addresses_are_for_everybody(address, port, public):
    assert visiting.is_public(address, port) is public
