"""A page between choosing rows and doing something with them: what will happen, and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse


def ask_first(
    page: Any, request: HttpRequest, *, title: str, lead: str, yes: str, rows: Sequence[tuple[Any, str, bool]]
) -> HttpResponse:
    """``rows``: what it is, a note beside it, and whether it is among those something will be done with."""
    opts = page.opts
    context = page.admin_site.each_context(request) | {
        "title": title,
        "lead": lead,
        "yes": yes,
        "doing": [(row, note) for row, note, done in rows if done],
        "leaving": [(row, note) for row, note, done in rows if not done],
        "list_title": page.list_title,
        "list_url": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
        "opts": opts,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "action": request.POST.get("action", ""),
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/confirm.html", context)
