"""Reading a region's data files and putting them into the database; running it again changes nothing.

Raises ``RegionError`` with file, row and column for the first thing that cannot be used.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from brokers.models import Coverage, InnovationCompany
from municipalities.models import CouncilMembership, FouiContact, Municipality, RegionalCouncil
from overview.region import reading, tiles
from overview.region.reading import RegionError
from partnership.common import norwegian
from partnership.partners.models import (
    FundingCall,
    FundingScheme,
    InformationPage,
    Partner,
    ResearchOrganisation,
    Theme,
)


@transaction.atomic
def load(folder: Path) -> dict[str, int]:
    """Load every file; returns how many rows of each kind there are afterwards. The map's layout is only checked."""
    _named(folder / "councils.csv", RegionalCouncil)
    _rows(folder / "municipalities.csv", _municipality)
    tiles.read(folder)
    _named(folder / "themes.csv", Theme)
    for order, row in enumerate(reading.rows(folder / "partners.csv")):
        _save(folder / "partners.csv", order + 2, Partner, {"slug": row["slug"]}, row | {"order": order})
    _named(folder / "companies.csv", InnovationCompany, dates=("last_checked",))
    _rows(folder / "coverage.csv", _coverage)
    _named(folder / "research_organisations.csv", ResearchOrganisation)
    _schemes(folder / "schemes.toml")
    _calls(folder / "calls.toml")
    _pages(folder / "pages.toml")
    kinds = (
        Municipality, RegionalCouncil, Partner, InnovationCompany, Coverage, Theme, FundingScheme, FundingCall,
        InformationPage,
    )  # fmt: skip
    return {str(kind._meta.verbose_name_plural): kind._default_manager.count() for kind in kinds}


def _rows(file: Path, use: Callable[[Path, int, dict[str, str]], None]) -> None:
    for number, row in enumerate(reading.rows(file), 2):
        try:
            use(file, number, row)
        except KeyError as error:
            raise RegionError(f"{file.name}, rad {number}: mangler kolonnen {error}") from error


def _named(file: Path, model: type[models.Model], dates: tuple[str, ...] = ()) -> None:
    for number, row in enumerate(reading.rows(file), 2):
        values: dict[str, Any] = dict(row)
        for name in dates:
            values[name] = dt.date.fromisoformat(values[name]) if values[name] else None
        _save(file, number, model, {"slug": row["slug"]}, values)


def _save(file: Path, number: int, model: type[models.Model], key: dict[str, Any], values: dict[str, Any]) -> Any:
    """Make or change one row; every field is checked as a form would."""
    row = model._default_manager.filter(**key).first() or model(**key)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    if row.pk and before == values:
        return row
    try:
        row.full_clean()
    except ValidationError as error:
        name, why = next(iter(error.message_dict.items()))
        raise RegionError(f"{file.name}, rad {number}, kolonne {name}: {' '.join(why)}") from error
    row.save()
    return row


def _municipality(file: Path, number: int, row: dict[str, str]) -> None:
    """What officers have since put right by hand (postmottak) is left alone."""
    names = ("slug", "name", "official_name", "sami_name", "org_number")
    values: dict[str, Any] = {name: row[name] for name in names}
    place = Municipality.objects.filter(number=row["number"]).first()
    if place is None:
        values["postmottak"] = row["postmottak"]
    place = _save(file, number, Municipality, {"number": row["number"]}, values)
    for order, slug in enumerate(filter(None, row["councils"].split(";"))):
        council = RegionalCouncil.objects.filter(slug=slug).first()
        if council is None:
            raise RegionError(f"{file.name}, rad {number}, kolonne councils: {slug} finnes ikke i councils.csv")
        CouncilMembership.objects.get_or_create(
            municipality=place, council=council, defaults={"is_primary": order == 0}
        )
    if not FouiContact.objects.in_municipality(place).exists():
        FouiContact.objects.create(municipality=place)


def _coverage(file: Path, number: int, row: dict[str, str]) -> None:
    company = InnovationCompany.objects.filter(slug=row["company"]).first()
    place = Municipality.objects.filter(number=row["municipality"]).first()
    for name, found in (("company", company), ("municipality", place)):
        if found is None:
            raise RegionError(f"{file.name}, rad {number}, kolonne {name}: {row[name]} finnes ikke")
    Coverage.objects.get_or_create(
        company=company,
        municipality=place,
        broker=None,
        since=dt.date.fromisoformat(row["since"]),
        defaults={"is_confirmed": row["confirmed"] == "yes", "source": row["source"]},
    )


def _toml(file: Path, name: str) -> list[dict[str, Any]]:
    try:
        return list(tomllib.loads(file.read_text(encoding="utf-8"))[name])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise RegionError(f"{file.name}: {error}") from error


def _schemes(file: Path) -> None:
    for number, row in enumerate(_toml(file, "scheme"), 1):
        values = dict(row)
        slug = values.pop("owner_partner", None)
        values["owner_partner"] = Partner.objects.get(slug=slug) if slug else None
        _money(file, number, FundingScheme, {"slug": values["slug"]}, values)


def _calls(file: Path) -> None:
    for number, row in enumerate(_toml(file, "call"), 1):
        values = dict(row)
        scheme = FundingScheme.objects.filter(slug=values.pop("scheme")).first()
        if scheme is None:
            raise RegionError(f"{file.name}, post {number}: ordningen {row['scheme']} finnes ikke")
        if "closes" in values:
            values["closes"] = norwegian.at(values["closes"].date(), values["closes"].time())
        key = {"scheme": scheme, "title": values.pop("title"), "year": values.pop("year")}
        _money(file, number, FundingCall, key, values)


def _money(
    file: Path,
    number: int,
    model: type[FundingScheme | FundingCall],
    key: dict[str, Any],
    values: dict[str, Any],
) -> None:
    """What somebody has changed, or has checked since, is left alone."""
    slugs = values.pop("themes", None)
    there: Any = model._default_manager.filter(**key).first()
    if there and (there.last_checked > values["last_checked"] or _was_changed_by_hand(there)):
        return
    row = _save(file, number, model, key, values)
    if slugs is not None:
        row.themes.set(_themes(file, number, slugs))


def _themes(file: Path, number: int, slugs: list[str]) -> list[Theme]:
    themes = list(Theme.objects.filter(slug__in=slugs))
    if len(themes) < len(slugs):
        unknown = ", ".join(sorted(set(slugs) - {theme.slug for theme in themes}))
        raise RegionError(f"{file.name}, post {number}, kolonne themes: {unknown} finnes ikke i themes.csv")
    return themes


def _pages(file: Path) -> None:
    """Published when they first come. What somebody has changed, checked, taken back or deleted stays so."""
    for number, row in enumerate(_toml(file, "page"), 1):
        values = dict(row)
        slugs, owner = values.pop("themes", []), values.pop("partner", None)
        values["partner"] = Partner.objects.filter(slug=owner).first() if owner else None
        if owner and values["partner"] is None:
            raise RegionError(f"{file.name}, post {number}, kolonne partner: {owner} finnes ikke i partners.csv")
        there = InformationPage.objects.filter(slug=values["slug"]).first()
        if there is None and InformationPage.history.filter(slug=values["slug"], history_type="-").exists():
            continue
        if there is None:
            values["published_at"] = timezone.now()
        elif there.checked_on is None or there.checked_on > values["checked_on"] or _was_changed_by_hand(there):
            continue
        _save(file, number, InformationPage, {"slug": values["slug"]}, values).themes.set(
            _themes(file, number, slugs)
        )


def _was_changed_by_hand(row: Any) -> bool:
    """Only people who are signed in stand in the history with a name."""
    return bool(row.history.filter(history_user__isnull=False).exists())
