"""Show true borders on the region's map instead of tiles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from overview.region import borders


class Command(BaseCommand):
    help = "Load borders from Kartverket's official GeoJSON file of municipalities; --remove goes back to tiles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="GeoJSON, in degrees (WGS 84, ETRS89) or UTM metres")
        parser.add_argument("--remove", action="store_true", help="show tiles again")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.stdout.write("Kartet viser ruter igjen." if borders.remove() else "Kartet viste ruter fra før.")
            return
        if options["file"] is None:
            raise CommandError("Oppgi fila, eller --remove.")
        try:
            found = borders.load(options["file"])
        except borders.BorderError as error:
            raise CommandError(str(error)) from error
        size = sum(len(shape["d"]) for shape in found.shapes.values())
        self.stdout.write(f"{len(found.shapes)} kommuner, {size // 1000} kB. Kartet viser grensene nå.")
