"""Taking people out of what several apps' pages hold: questions to municipalities, and the workroom's own log."""

from __future__ import annotations

import datetime as dt

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from overview.models import ContactEnquiry
from partnership.common import norwegian
from partnership.people.models import RoleTerm, User


def erase(person: User, addresses: set[str]) -> None:
    _blank(ContactEnquiry.objects.naming(addresses))
    _unname(User, [person.pk])
    _unname(RoleTerm, person.terms.values_list("pk", flat=True))


def forget(before: dt.date) -> None:
    """Who was proposed, and who said so, when the question was settled long ago."""
    _blank(ContactEnquiry.objects.closed_before(norwegian.at(before, dt.time())))


def _blank(rows: QuerySet[ContactEnquiry]) -> None:
    rows.update(name="", email="", phone="", answered_by="")


def _unname(model: type[User] | type[RoleTerm], pks: object) -> None:
    """The log writes a row's name down as it was; what was done to it remains."""
    kind = ContentType.objects.get_for_model(model)
    rows = LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in pks])  # type: ignore[attr-defined]
    rows.update(object_repr=_("Former participant"))
