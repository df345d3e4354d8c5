"""What municipalities have shared: Frøya's bus as its sources tell of it, and one invented that failed."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from meetings.models import ProgrammeItem
from municipalities.models import Experience, Municipality, Trial
from partnership.partners.models import Theme

BUS = "Selvkjørende buss på Sula"
# As far as the two sources say: the newspaper Hitra-Frøya of 30 April 2021, and the project's page at SINTEF.
FROYA = {
    "outcome": Experience.Outcome.UNDER_WAY,
    "need": "Bedre mobilitet på øya Sula.",
    "done": "Frøya kommune eier prosjektet, og prøver en selvkjørende buss på øya.",
    "partners": "SINTEF, AtB, Vy og TrønderEnergi",
    "money": "Kommunen la inn 200 000 kroner av egne penger.",
    "lesson": "Kildene våre sier ikke hva kommunen lærte. Spør FoUI-kontakten.",
    "source_name": "SINTEF, «Bedre mobilitet med selvkjørende buss på Sula» (2021)",
    "source_url": "https://www.sintef.no/prosjekter/2021/bedre-mobilitet-med-selvkjorende-buss-pa-sula/",
}
INVENTED = {
    "outcome": Experience.Outcome.DID_NOT,
    "need": "Dagsplanen i hjemmetjenesten ble endret ti ganger om dagen, og ingen visste hvem som kom.",
    "done": "Vi prøvde en felles plan på nettbrett i tre måneder, i to soner.",
    "result": "Planen var aldri oppdatert. Etter seks uker gikk sonene tilbake til tavla.",
    "lesson": "Vi spurte ikke dem som kjører mest. Begynn med dem, og med én rute.",
    "reuse": "Spørsmålene vi skulle ha stilt først, på én side.",
    "money": "Omtrent 60 000 kroner, og mye tålmodighet.",
}
WANT_TO_TRY = ("5056", "5058", "5052")


def lay_out() -> None:
    clear()
    bus = _share("5014", BUS, 200, FROYA, "mobilitet", "faerre-innbyggere")
    _share("5007", "Felles dagsplan på nettbrett ga ikke ro", 20, INVENTED, "helse-og-omsorg", "digitalisering")
    for number in WANT_TO_TRY:
        Trial.objects.create(experience=bus, municipality=Municipality.objects.get(number=number))
    ProgrammeItem.objects.filter(kind="experience", municipality=bus.municipality).update(experience=bus)


def clear() -> None:
    """What visitors have written is kept."""
    Experience.objects.filter(created_by=None).delete()


def _share(number: str, title: str, days_ago: int, words: dict[str, str], *themes: str) -> Experience:
    shared = Experience.objects.create(
        municipality=Municipality.objects.get(number=number),
        title=title,
        published_at=timezone.now() - dt.timedelta(days=days_ago),
        **words,
    )
    shared.themes.set(Theme.objects.filter(slug__in=themes))
    return shared
