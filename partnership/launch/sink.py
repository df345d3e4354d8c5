"""The demo's mail server: takes every mail by SMTP and keeps it as a file. Nothing leaves the machine.

Each mail is two files in the folder: ``<number>.eml`` (the bytes as received; the number begins with the time) and
``.json`` (what a list shows of it). An address beginning with «avvist» or «returnert» is refused, as an address that
does not exist would be.
"""

from __future__ import annotations

import asyncio
import email.policy
import json
import secrets
import signal
import sys
import time
from email.parser import BytesHeaderParser
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 3000
REFUSED = ("avvist", "returnert")


class Keep:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.lower().startswith(REFUSED):
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        name = f"{time.time_ns():020d}{secrets.randbelow(10**8):08d}"
        content = envelope.original_content or b""
        headers = BytesHeaderParser(policy=email.policy.default).parsebytes(content)
        about = {
            "from": envelope.mail_from,
            "to": str(headers["To"] or ", ".join(envelope.rcpt_tos)),
            "subject": str(headers["Subject"] or ""),
            "received": time.time(),
        }
        for ending, data in ((".eml", content), (".json", json.dumps(about).encode())):
            part = self.folder / f".{name}{ending}"
            part.write_bytes(data)
            part.rename(self.folder / f"{name}{ending}")
        self._forget_old()
        return "250 2.0.0 kept"

    def _forget_old(self) -> None:
        for old in sorted(self.folder.glob("*.json"))[:-KEPT]:
            old.with_suffix(".eml").unlink(missing_ok=True)
            old.unlink(missing_ok=True)


def serve(folder: Path, port: int) -> None:
    controller = Controller(Keep(folder), hostname="127.0.0.1", port=port)
    controller.start()
    print(f"takes mail on port {port}", flush=True)
    loop = asyncio.new_event_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, loop.stop)
    loop.run_forever()
    controller.stop()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
