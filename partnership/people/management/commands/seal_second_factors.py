"""Before an earlier SECRET_KEY is taken out: what it has sealed is sealed with the new one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from partnership.people import second_factors


class Command(BaseCommand):
    help = "Seal the secrets of second factors with the present SECRET_KEY; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove-unreadable",
            action="store_true",
            help="take away those that no key opens; people set up new ones",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = second_factors.seal_anew(remove_unreadable=options["remove_unreadable"])
        self.stdout.write(f"{count} second factors were changed.")
