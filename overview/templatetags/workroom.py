"""The workroom's lists and forms in the portal's dress: rows with labels, words for values, filters as choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.utils import display_for_field, lookup_field
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from overview.records import DONE, Record
from partnership.common import norwegian
from partnership.common.templatetags.norwegian import nbsp, phone, source_link

register = template.Library()


@dataclass(frozen=True)
class Column:
    label: str
    url: str
    sorted: str


@dataclass(frozen=True)
class Cell:
    label: str
    html: Any
    is_head: bool


@dataclass(frozen=True)
class Table:
    columns: list[Column]
    rows: list[list[Cell]]
    pages: list[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    title: str
    name: str
    choices: list[Choice]


@register.simple_tag
def rows_of(cl: Any) -> Table:
    """``cl`` is the admin's ChangeList."""
    columns = [_column(header) for header in result_headers(cl)]
    rows = [list(_cells(cl, row, columns)) for row in cl.result_list]
    return Table(columns, rows, list(_pages(cl)))


def _column(header: dict[str, Any]) -> Column:
    if "action-checkbox" in str(header.get("class_attrib", "")):
        return Column("", "", "")
    order = ("ascending" if header["ascending"] else "descending") if header.get("sorted") else ""
    return Column(str(header["text"]), header.get("url_primary", "") if header.get("sortable") else "", order)


def _cells(cl: Any, row: Any, columns: list[Column]) -> Iterator[Cell]:
    has_head = False
    for name, column in zip(cl.list_display, columns, strict=True):
        field, attr, value = lookup_field(name, row, cl.model_admin)
        html = value if name == "action_checkbox" else words_for(value, field, attr)
        links = cl.list_display_links
        is_head = not has_head and name != "action_checkbox"
        if links is not None and (name in links or (is_head and not links)):
            html = format_html('<a class="ds-link" href="{}">{}</a>', cl.url_for_result(row), html or "–")
        has_head = has_head or is_head
        yield Cell(column.label, html, is_head)


def words_for(value: Any, field: Any = None, attr: Any = None) -> Any:
    """The value as people write it: days, yes and no, choices by their names; empty when there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(value, dt.datetime):
        return nbsp(norwegian.format_moment(value))
    if isinstance(value, dt.date):
        return nbsp(norwegian.format_day(value, weekday=False, year=True))
    if getattr(field, "name", "") == "phone":
        return phone(value)
    if isinstance(field, models.URLField):
        return source_link(value)
    if field is not None and not isinstance(field, models.ForeignKey | models.IntegerField):
        return display_for_field(value, field, "")
    return value


def _pages(cl: Any) -> Iterator[tuple[str, str]]:
    """None where all stand on one page, whatever page the address asks for: Django does not look at it then."""
    if not cl.multi_page:
        return
    for number in cl.paginator.get_elided_page_range(cl.page_num):
        is_link = isinstance(number, int) and number != cl.page_num
        yield str(number), cl.get_query_string({PAGE_VAR: number}) if is_link else ""


@register.simple_tag
def number_found(cl: Any) -> str:
    """«38 i alt», or «3 treff» when it was asked for some."""
    words = _("%(n)s found") if cl.query or cl.has_active_filters else _("%(n)s in all")
    return words % {"n": norwegian.format_number(cl.result_count)}


@register.simple_tag
def choices_of(cl: Any) -> list[Filter]:
    """The list's filters, each as the choices of one field of a form."""
    return [_filter(spec, cl) for spec in cl.filter_specs]


def _filter(spec: Any, cl: Any) -> Filter:
    names = spec.expected_parameters()
    found = []
    for choice in spec.choices(cl):
        asked = parse_qs(str(choice["query_string"]).lstrip("?"))
        if names[0] in asked:
            found.append(Choice(asked[names[0]][0], str(choice["display"]), bool(choice["selected"])))
    return Filter(str(spec.title), names[0], found)


@register.filter
def as_words(field: Any) -> Any:
    """What a field that is only shown holds; ``field`` is the admin's AdminReadonlyField."""
    name = field.field["field"]
    try:
        found, attr, value = lookup_field(name, field.form.instance, field.model_admin)
    except (AttributeError, ValueError, ObjectDoesNotExist):
        return ""
    if isinstance(value, models.Manager):
        value = ", ".join(str(one) for one in value.all())
    return words_for(value, found, attr)


@register.filter
def label_of(field: Any) -> str:
    return capfirst(str(field.field["label"]))


@register.simple_tag
def shown_in(fieldset: Any) -> list[Any]:
    """The fields that are only shown, and hold something."""
    return [field for line in fieldset for field in line if field.is_readonly and as_words(field)]


@register.simple_tag
def written_in(fieldset: Any) -> list[Any]:
    return [field for line in fieldset for field in line if not field.is_readonly]


@register.simple_tag
def facts_of(fieldset: Any) -> list[tuple[str, Any]]:
    """Every field as it was, with its label: also those that could be written in if this were today's row."""
    found = []
    for field in (one for line in fieldset for one in line):
        if field.is_readonly:
            found.append((label_of(field), as_words(field)))
        elif (instance := field.field.form.instance) and hasattr(instance, field.field.name):
            column, value = instance._meta.get_field(field.field.name), getattr(instance, field.field.name)
            words = "" if column.many_to_many else words_for(value, column)
            found.append((str(field.field.label), words))
    return [(label, words) for label, words in found if words]


@register.filter
def kind_in_words(model: Any) -> str:
    return str(model._meta.verbose_name)


@register.filter
def done_in_words(record: Record) -> str:
    """«lagt til», «endret», «fjernet»."""
    return str(DONE[record.what])
