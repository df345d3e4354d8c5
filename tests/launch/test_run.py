"""Starting the portal, ending it, killing parts of it, and starting it again."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest

pytestmark = [pytest.mark.servers, pytest.mark.slow]

TOLD = {
    "gunicorn": "web ended with -9",
    "bin/postgres": "postgres ended with -9",
    "partnership.launch.run": None,
    "": None,
}


def test_it_answers_names_who_may_sign_in_runs_once_and_leaves_nothing_after_ctrl_c(start, port, data):
    temporary = data / "tmp"
    temporary.mkdir(parents=True)
    (temporary / "rapport-left-behind").write_text("by a worker that was killed")
    portal = start(port).until_ready()
    found_there = {file.name for file in temporary.iterdir()}
    used_by = [Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") for pid in portal.pids("celery")]
    second = start(port + 1)
    refused = second.code(), second.said
    answers = [portal.get(path, port) for path in ("/", "/demo/", "/demo/post/", "/helse/klar/")]

    code = portal.press_ctrl_c()

    assert refused == (
        1,
        "run     | the portal is already running from this folder. Stop that one first (Ctrl-C where it runs)\n",
    )
    assert answers == [200, 200, 200, 200]
    assert f"http://localhost:{port}/demo/" in portal.said
    assert "sign in as Nina Solem, rådgiver hos KS: nina.solem@ks.example" in portal.said
    assert [line for line in portal.said.splitlines() if line[8:10] != "| "] == []
    assert code == 0
    assert portal.pids() == []
    assert list(portal.sockets.iterdir()) == []
    assert "rapport-left-behind" not in found_there
    assert [f"TMPDIR={temporary}".encode() in one for one in used_by] == [True] * len(used_by) != []
    assert list(temporary.iterdir()) == []
    assert [file for file in data.rglob("*") if file.suffix in {".pid", ".lock"}] == []


def test_whatever_is_killed_the_next_start_has_all_data(start, port):
    portal = start(port).until_ready()
    for number, (part, told) in enumerate(TOLD.items()):
        phone = f"400 11 {number:03}"
        portal.sql(f"UPDATE people_user SET phone = '{phone}' WHERE email = 'nina.solem@ks.example'")

        portal.kill(part)

        assert portal.code() == (1 if told else -signal.SIGKILL)
        if told:
            assert f"run     | {told}; ending the rest. Start again with make run" in portal.said.splitlines()
            assert portal.pids() == []
        portal = start(port).until_ready()
        assert portal.sql("SELECT phone FROM people_user WHERE email = 'nina.solem@ks.example'") == [(phone,)]
        assert portal.get("/helse/klar/", port) == 200


def test_a_port_in_use_stops_the_start_with_one_line(start, port, data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        portal = start(port, data.with_name("other"))

        assert portal.code() == 1
    assert portal.said == f"run     | port {port} is in use. Choose another: PORT={port + 1} make run\n"


def test_a_port_that_is_no_port_stops_the_start_with_one_line(start, data):
    portal = start("åtte", data.with_name("other"))

    assert portal.code() == 1
    assert portal.said == "run     | PORT must be a number from 1 to 65535, not 'åtte'\n"
