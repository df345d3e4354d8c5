"""Lay out the demo: invented people and events on top of the real region. Refused outside demo mode."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from overview.demo import scenes


class Command(BaseCommand):
    help = "Load the demo's people and meetings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when the demo is there")
        parser.add_argument("--reset", action="store_true", help="take the scenes away first")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_PAGES:
            raise CommandError("The demo's people are invented: they are loaded in demo mode only.")
        if options["if_empty"] and scenes.is_there():
            return
        scenes.load(reset=options["reset"])
        self.stdout.write("demo ready")
