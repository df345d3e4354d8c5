"""Once, on a database restored from a backup, before the worker starts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from overview import restoring


class Command(BaseCommand):
    help = "Hold back the mails that may have left after the backup was made; once, before the worker starts."

    def handle(self, *args: Any, **options: Any) -> None:
        count = restoring.hold_back_what_may_have_left()
        self.stdout.write(f"{count} mails may have left already and are held back as «kanskje sendt» in the outbox.")
