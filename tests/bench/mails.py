"""Inviting ten thousand, and how fast one worker carries mails out."""

from __future__ import annotations

import smtplib
import socket
import statistics
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from meetings.invitations import inviting
from meetings.planning import audience
from municipalities.models import FouiContact
from partnership.environment import Relay
from partnership.mail import delivery, mime
from partnership.mail.kinds import registry
from partnership.mail.models import OutgoingMail
from partnership.people.models import RoleTerm, User
from tests import factories

INVITED = 10_000
SENT = 1_000
ROUNDS = 5


class Swallow(threading.Thread):
    """A mail server that says yes as quickly as a socket allows; counts its connections."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.connections = 0

    def run(self) -> None:
        while True:
            client, _address = self.server.accept()
            self.connections += 1
            threading.Thread(target=self._talk, args=[client], daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        file = client.makefile("rb")
        client.sendall(b"220 ready\r\n")
        in_data = False
        for line in file:
            if in_data:
                if line == b".\r\n":
                    in_data = False
                    client.sendall(b"250 kept\r\n")
                continue
            word = line[:4].upper()
            if word == b"DATA":
                in_data = True
                client.sendall(b"354 go on\r\n")
            elif word == b"QUIT":
                client.sendall(b"221 bye\r\n")
                break
            else:
                client.sendall(b"250 ok\r\n")
        client.close()


def measure(figure: Callable[..., None]) -> None:
    meeting = _ten_thousand_contacts()
    begun = time.perf_counter()
    inviting.invite(meeting=meeting, by=None)
    took = time.perf_counter() - begun
    bare = _bare_copy()
    figure(
        "inviting 10,000 against a bare COPY", took / bare, 4, at_most=True, note=f"{took:.2f} s against {bare:.2f} s"
    )
    _delivery(figure)


def _ten_thousand_contacts() -> Any:
    place = factories.MunicipalityFactory()
    users = User.objects.bulk_create(
        [User(name=f"Person {n}", sort_name=f"person {n}", email=f"p{n}@kommune.example") for n in range(INVITED)]
    )
    first = FouiContact.objects.create(municipality=place)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_seat (kind, place, sort_place, role_email)"
            " SELECT 'contact', 'Frosta', 'frosta', '' FROM generate_series(2, %s) RETURNING id",
            [INVITED],
        )
        seats = [row[0] for row in cursor.fetchall()]
        cursor.executemany(
            "INSERT INTO municipalities_fouicontact (seat_ptr_id, municipality_id, area) VALUES (%s, %s, '')",
            [(pk, place.pk) for pk in seats],
        )
    seats.append(first.pk)
    now = timezone.now()
    RoleTerm.objects.bulk_create(
        RoleTerm(seat_id=seat, person=user, since=timezone.localdate(), started_at=now)
        for seat, user in zip(seats, users, strict=True)
    )
    meeting = factories.meeting()
    chosen = audience.of(meeting)
    chosen.kinds = ["contact"]
    chosen.save()
    return meeting


def _bare_copy() -> float:
    """The same invitations and mails into tables with the same indexes, by COPY."""
    total = 0.0
    with connection.cursor() as cursor:
        for table in ("meetings_invitation", "mail_outgoingmail"):
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
            with cursor.copy(f"COPY {table} TO STDOUT") as out:
                rows = b"".join(bytes(piece) for piece in out)
            begun = time.perf_counter()
            with transaction.atomic(), cursor.copy(f"COPY bare_{table} FROM STDIN") as into:
                into.write(rows)
            total += time.perf_counter() - begun
    return total


def _delivery(figure: Callable[..., None]) -> None:
    server = Swallow()
    server.start()
    settings.MAIL_RELAY = Relay("127.0.0.1", server.port, "", "", "")
    keep = list(OutgoingMail.objects.order_by("pk").values_list("pk", flat=True)[:SENT])
    OutgoingMail.objects.exclude(pk__in=keep).delete()
    OutgoingMail.objects.update(not_before=timezone.now())
    prebuilt = _prebuilt(keep)
    rounds = [_round(server, prebuilt) for _round_number in range(ROUNDS)]
    reference, ours = (statistics.median(side) for side in zip(*rounds, strict=True))
    figure(
        "one worker against a bare loop",
        ours / reference,
        0.35,
        at_most=False,
        note=f"{ours:.0f} against {reference:.0f} a second",
    )
    figure("SMTP connections a mail", server.connections / (ROUNDS * SENT), 0.02, at_most=True)


def _round(server: Swallow, prebuilt: dict[int, tuple[str, bytes]]) -> tuple[float, float]:
    """Mails a second: the bare loop, then the worker; the worker's connections are counted."""
    before = server.connections
    _all_ready()
    reference = SENT / _bare_loop(server.port, prebuilt)
    server.connections = before
    _all_ready()
    begun = time.perf_counter()
    sent = delivery.deliver(limit_seconds=300)
    ours = sent / (time.perf_counter() - begun)
    assert sent == SENT
    return reference, ours


def _all_ready() -> None:
    OutgoingMail.objects.update(state="ready", lease_owner=None, lease_until=None, sent_at=None)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE mail_outgoingmail")


def _prebuilt(pks: list[int]) -> dict[int, tuple[str, bytes]]:
    rows = list(OutgoingMail.objects.filter(pk__in=pks))
    messages = registry()["meetings.invitation"].compose(rows)
    found = {}
    for row in rows:
        message = messages[row.pk]
        assert isinstance(message, mime.Message)
        found[row.pk] = (row.to_email, mime.build(message))
    return found


def _bare_loop(port: int, prebuilt: dict[int, tuple[str, bytes]]) -> float:
    """Claims 50, sends prebuilt bytes over one connection, marks each in its own commit."""
    begun = time.perf_counter()
    smtp = smtplib.SMTP("127.0.0.1", port, "bench")
    smtp.ehlo()
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "UPDATE mail_outgoingmail SET state = 'leased', lease_owner = gen_random_uuid(), lease_until = now()"
                " WHERE id IN (SELECT id FROM mail_outgoingmail WHERE state = 'ready' ORDER BY id LIMIT 50"
                " FOR UPDATE SKIP LOCKED) RETURNING id"
            )
            claimed = [row[0] for row in cursor.fetchall()]
            if not claimed:
                break
            for pk in claimed:
                to, content = prebuilt[pk]
                smtp.mail("foui@portal.example")
                smtp.rcpt(to)
                smtp.data(content)
                cursor.execute("UPDATE mail_outgoingmail SET state = 'sent' WHERE id = %s", [pk])
    smtp.quit()
    return time.perf_counter() - begun
