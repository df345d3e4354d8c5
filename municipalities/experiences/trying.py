"""«Vi vil prøve»: a municipality says so once, and those who have done it are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from municipalities.models import Experience, FouiContact, Municipality, Trial
from partnership.common import norwegian
from partnership.mail import notices
from partnership.people.models import User

NOTICE = "municipalities.trial"
# So long a wish is news to those who have done it.
NEWS = dt.timedelta(days=90)


@dataclass(frozen=True)
class Wished:
    """An experience, and the municipalities that want to try it, the first to say so first."""

    experience: Experience
    places: list[Municipality]


def news_of(own: Iterable[int], today: dt.date) -> models.QuerySet[Trial]:
    """Of the published experiences of these municipalities, as it has been said in the last months."""
    since = norwegian.at(today - NEWS, dt.time())
    rows = Trial.objects.filter(
        experience__municipality__in=set(own), experience__published_at__isnull=False, at__gte=since
    )
    return rows.select_related("experience", "municipality").order_by("at", "pk")


def wished(trials: Iterable[Trial]) -> list[Wished]:
    """By experience; ``trials`` as above."""
    found: dict[int, Wished] = {}
    for trial in trials:
        one = found.setdefault(trial.experience_id, Wished(trial.experience, []))
        one.places.append(trial.municipality)
    return list(found.values())


@transaction.atomic
def wish(*, experience: Experience, municipality: Municipality, by: User, note: str = "") -> Trial:
    """Twice is once. The contacts and deputies where it was done are told in «Dette venter»."""
    if not experience.is_published:
        raise ValidationError(_("The experience is not shared any more."))
    if experience.municipality_id == municipality.pk:
        raise ValidationError(_("You have done it already: it is your own experience."))
    trial, is_new = Trial.objects.get_or_create(
        experience=experience, municipality=municipality, defaults={"by": by, "note": note.strip()}
    )
    if is_new:
        _tell(trial)
    return trial


@transaction.atomic
def unwish(*, experience: Experience, municipality: Municipality) -> None:
    """Whoever has not been told of it by mail, is not."""
    Trial.objects.filter(experience=experience, municipality=municipality).delete()
    notices.take_back(_key(experience, municipality))


def _tell(trial: Trial) -> None:
    url = f"{trial.experience.get_absolute_url()}#prove"
    words = {"place": trial.municipality.name, "title": trial.experience.title}
    seats = FouiContact.objects.in_municipality(trial.experience.municipality).open()
    for person in User.objects.with_current_seat_in(seats):
        with translation.override(person.language):
            line = _("%(place)s wants to try what you did: «%(title)s».") % words
            notices.notify(person, NOTICE, _key(trial.experience, trial.municipality), url, line)


def _key(experience: Experience, municipality: Municipality) -> str:
    """Ends so that none begins like another."""
    return f"trial:{experience.pk}:{municipality.pk}:"
