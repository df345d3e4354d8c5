"""Reading a region's data files and putting them into the database; running it again changes nothing.

Raises ``RegionError`` with file, row and column for the first thing that cannot be used.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    _rows(folder / "councils.csv", _named(RegionalCouncil))
    _rows(folder / "municipalities.csv", _municipality)
    tiles.read(folder)
    _rows(folder / "themes.csv", _named(Theme))
    _rows(folder / "partners.csv", _partner)
    _rows(folder / "companies.csv", _named(InnovationCompany, dates=("last_checked",)))
    _rows(folder / "coverage.csv", _coverage)
    _rows(folder / "research_organisations.csv", _named(ResearchOrganisation))
    _entries(folder / "schemes.toml", "scheme", _scheme)
    _entries(folder / "calls.toml", "call", _call)
    _entries(folder / "pages.toml", "page", _page)
    kinds = (
        Municipality, RegionalCouncil, Partner, InnovationCompany, Coverage, Theme, FundingScheme, FundingCall,
        InformationPage,
    )  # fmt: skip
    return {str(kind._meta.verbose_name_plural): kind._default_manager.count() for kind in kinds}


@contextmanager
def _one(file: Path, kind: str, number: int) -> Iterator[None]:
    """What cannot be read in a row is said with its place."""
    try:
        yield
    except KeyError as error:
        raise RegionError(f"{file.name}, {kind} {number}: mangler kolonnen {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise RegionError(f"{file.name}, {kind} {number}, {error}") from error


def _rows(file: Path, use: Callable[[Path, int, dict[str, str]], None]) -> None:
    for number, row in enumerate(reading.rows(file), 2):
        with _one(file, "rad", number):
            use(file, number, row)


def _named(model: type[models.Model], dates: tuple[str, ...] = ()) -> Callable[[Path, int, dict[str, str]], None]:
    def use(file: Path, number: int, row: dict[str, str]) -> None:
        values: dict[str, Any] = dict(row)
        for name in dates:
            values[name] = _day(row, name) if row[name] else None
        _save(file, number, model, {"slug": row["slug"]}, values)

    return use


def _day(row: dict[str, str], name: str) -> dt.date:
    """Raises ValueError."""
    try:
        return dt.date.fromisoformat(row[name])
    except ValueError:
        raise ValueError(f"kolonne {name}: «{row[name]}» er ingen dato som 2026-12-31") from None


def _partner(file: Path, number: int, row: dict[str, str]) -> None:
    _save(file, number, Partner, {"slug": row["slug"]}, row | {"order": number - 2})


def _save(file: Path, number: int, model: type[models.Model], key: dict[str, Any], values: dict[str, Any]) -> Any:
    """Make or change one row; every field is checked as a form would."""
    if unknown := sorted(set(values) - {field.name for field in model._meta.get_fields()}):
        raise RegionError(f"{file.name}, rad {number}, kolonne {unknown[0]}: er ikke kjent")
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
        since=_day(row, "since"),
        defaults={"is_confirmed": row["confirmed"] == "yes", "source": row["source"]},
    )


def _entries(file: Path, name: str, use: Callable[[Path, int, dict[str, Any]], None]) -> None:
    try:
        entries = list(tomllib.loads(file.read_text(encoding="utf-8"))[name])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise RegionError(f"{file.name}: {error}") from error
    for number, values in enumerate(entries, 1):
        with _one(file, "post", number):
            use(file, number, dict(values))


def _scheme(file: Path, number: int, values: dict[str, Any]) -> None:
    values["owner_partner"] = _owner(file, number, "owner_partner", values.pop("owner_partner", None))
    _money(file, number, FundingScheme, {"slug": values["slug"]}, values)


def _owner(file: Path, number: int, column: str, slug: str | None) -> Partner | None:
    found = Partner.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise RegionError(f"{file.name}, post {number}, kolonne {column}: {slug} finnes ikke i partners.csv")
    return found


def _call(file: Path, number: int, values: dict[str, Any]) -> None:
    slug = values.pop("scheme")
    scheme = FundingScheme.objects.filter(slug=slug).first()
    if scheme is None:
        raise RegionError(f"{file.name}, post {number}: ordningen {slug} finnes ikke")
    if "closes" in values:
        if not isinstance(values["closes"], dt.datetime):
            raise ValueError("kolonne closes: mangler dag eller klokkeslett")
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


def _page(file: Path, number: int, values: dict[str, Any]) -> None:
    """Published when it first comes. What somebody has changed, checked, taken back or deleted stays so."""
    slugs = values.pop("themes", [])
    values["partner"] = _owner(file, number, "partner", values.pop("partner", None))
    there = InformationPage.objects.filter(slug=values["slug"]).first()
    if there is None and InformationPage.history.filter(slug=values["slug"], history_type="-").exists():
        return
    if there is None:
        values["published_at"] = timezone.now()
    elif there.checked_on is None or there.checked_on > values["checked_on"] or _was_changed_by_hand(there):
        return
    _save(file, number, InformationPage, {"slug": values["slug"]}, values).themes.set(_themes(file, number, slugs))


def _was_changed_by_hand(row: Any) -> bool:
    """Only people who are signed in stand in the history with a name."""
    return bool(row.history.filter(history_user__isnull=False).exists())
