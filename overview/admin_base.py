"""What every page of the workroom has in common: who may, what may be asked of a list, and the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from partnership.people import roles


class OfficerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The site lets only officers in; each page still answers for itself."""

    is_of_the_workroom = True
    can_add = can_change = True
    can_delete = False
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def _may(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or roles.is_officer(request.user)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The list's own filters and the key, nothing else: any column could be guessed a letter at a time."""
        return lookup in {"pk", "pk__exact", "pk__in", "id", "id__exact", "id__in", *self._lookups()}

    def _lookups(self) -> Iterator[str]:
        for chosen in self.list_filter:
            if isinstance(chosen, str):
                yield from (chosen, *(f"{chosen}__{ending}" for ending in ("exact", "isnull", "in", "id__exact")))
            elif isinstance(chosen, type) and issubclass(chosen, admin.SimpleListFilter):
                yield str(chosen.parameter_name)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.can_add and self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_change and self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_delete and self._may(request)


class WhyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks why, for the history."""

    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Stands in the history, so that others understand the change."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class HistoryAdmin(OfficerAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    """With who changed what, when and why."""

    form = WhyForm

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The reason last, on its own, and only where something can be changed."""
        found = super().get_fieldsets(request, obj)
        main = [name for name in found[0][1]["fields"] if name != "why"]
        reason = [(_("For the history"), {"fields": ["why"]})] if self.can_change else []
        return [(None, {"fields": main}), *found[1:], *reason]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        self._found(request, object_id)
        response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """To read only: the package's own page would save what is posted to it, whoever may change the row."""
        self._found(request, object_id)
        if not version_id.isdecimal():
            raise Http404
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        response: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return response

    def _found(self, request: HttpRequest, object_id: str) -> None:
        """The package looks a row up by its history; what the list does not show has no history either."""
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        obj._change_reason = form.cleaned_data.get("why", "")  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)
