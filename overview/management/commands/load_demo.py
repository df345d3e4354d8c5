"""Lay out the demo: invented people and events on top of the real region. Refused outside demo mode."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from overview.demo import mailbox, scenes


class Command(BaseCommand):
    help = "Lay out the demo's people and meetings, unless that has been done today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="take away everything done in the demo first")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_PAGES:
            raise CommandError("The demo's people are invented: they are loaded in demo mode only.")
        if options["reset"] or not scenes.is_of_today():
            scenes.load(reset=options["reset"])
        if options["reset"]:
            mailbox.empty()
            self.stdout.write("the demo is laid out anew; everything done in it is gone")
