"""What every page of the workroom has in common: who may, what may be asked of a list, its words, and the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from overview.permissions import works_in_the_workroom
from partnership.common.fields import URLField
from partnership.common.history import because
from partnership.common.named import Named
from partnership.common.numbers import key

# The browser's own fields: they need no script, and speak the reader's language.
PLAIN_FIELDS: dict[Any, dict[str, Any]] = {
    models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
    models.DateTimeField: {
        "form_class": forms.DateTimeField,
        "widget": forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    },
    models.EmailField: {"widget": forms.EmailInput},
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})},
    models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple, "help_text": ""},
    URLField: {"widget": forms.URLInput},
}


class AnswersForItself:
    """Who may is asked of one predicate in ``permissions``; the site has let only officers in."""

    may: Any = staticmethod(works_in_the_workroom)
    can_add = can_change = True
    can_delete = False
    formfield_overrides: Any = PLAIN_FIELDS

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(self.may(request.user))

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_add and bool(self.may(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_change and bool(self.may(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_delete and bool(self.may(request.user))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the links to add and look up, which need scripts and a window of their own."""
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            choices = db_field.base_field.choices
            return forms.MultipleChoiceField(
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                label=capfirst(db_field.verbose_name),
                required=not db_field.blank,
            )
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None:
            # Else an untouched row, with today filled in, counts as written in unless a hidden field says otherwise.
            field.show_hidden_initial = False
        if isinstance(field, forms.ModelChoiceField) and hasattr(field.widget, "widget"):
            field.widget = field.widget.widget
        return field


class RowsInline(AnswersForItself, admin.TabularInline):  # type: ignore[type-arg]
    """Rows of another kind on a thing's page, and room for two more."""

    extra = 2
    can_delete = True
    template = "admin/rows.html"

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_delete and bool(self.may(request.user))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Its choices are read once for all rows of the page."""
        kwargs.setdefault("empty_label", _("None") if db_field.blank else _("Choose"))
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.choices = list(field.choices)
        return field


class OfficerAdmin(AnswersForItself, admin.ModelAdmin):  # type: ignore[type-arg]
    """``list_title``, ``lead`` and ``add_title`` are the page's words; sentences are not put together here."""

    is_of_the_workroom = True
    list_title: Any = ""
    lead: Any = ""
    add_title: Any = ""
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = "–"

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The list's own filters and the key, nothing else: any column could be guessed a letter at a time."""
        return lookup in {"pk", "pk__exact", "pk__in", "id", "id__exact", "id__in", *self._lookups()}

    def _lookups(self) -> Iterator[str]:
        for chosen in self.list_filter:
            if isinstance(chosen, str):
                yield from (chosen, *(f"{chosen}__{ending}" for ending in ("exact", "isnull", "in", "id__exact")))
            elif isinstance(chosen, type) and issubclass(chosen, admin.SimpleListFilter):
                yield str(chosen.parameter_name)

    def get_actions(self, request: HttpRequest) -> Any:
        """What is removed, is removed one at a time, on its own page."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """With the rows that were ticked: a page that asks first cannot show «all that were found»."""
        chosen = request.POST.copy()
        chosen.pop("select_across", None)
        request.POST = chosen  # type: ignore[assignment]
        return super().response_action(request, queryset)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(self.may(request.user))

    def heading(self, obj: Any) -> str:
        """What the thing is called on its own page."""
        return str(obj)

    @admin.display(description="")
    def action_checkbox(self, obj: Any) -> SafeString:
        """Named as on its own page."""
        named = {"class": "action-select", "aria-label": _("Choose: %s") % self.heading(obj)}
        box = forms.CheckboxInput(named, check_test=lambda _value: False)  # nothing is ticked beforehand
        return box.render(ACTION_CHECKBOX_NAME, str(obj.pk))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("empty_label", _("None") if db_field.blank else _("Choose"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def pages(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Links beside the thing: what is done on pages of its own, and where others see it."""
        return [(_("See the page"), obj.get_absolute_url())] if hasattr(obj, "get_absolute_url") else []

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = self.list_title or capfirst(self.opts.verbose_name_plural)
        add = f"admin:{self.opts.app_label}_{self.opts.model_name}_add"
        words = {"title": title, "lead": self.lead, "add_title": self.add_title, "add_url_name": add}
        return super().changelist_view(request, words | (extra_context or {}))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj") or context.get("original")
        context["list_title"] = self.list_title or capfirst(self.opts.verbose_name_plural)
        context["title"] = self.heading(obj) if obj else self.add_title
        context["keeps_history"] = isinstance(self, SimpleHistoryAdmin)
        context["pages"] = self.pages(request, obj) if obj else []
        context["subtitle"] = ""
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self.message_user(request, _("Saved: %(what)s") % {"what": obj}, messages.SUCCESS)
        return self.response_post_save_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        self.message_user(request, _("Added: %(what)s") % {"what": obj}, messages.SUCCESS)
        return self.response_post_save_add(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        self.message_user(request, _("Removed: %(what)s") % {"what": obj_display}, messages.SUCCESS)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """The part of the address is made from the name, and stays."""
        found = [*(super().get_exclude(request, obj) or [])]
        return [*found, "slug"] if issubclass(self.model, Named) else found or None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        words = {"list_title": self.list_title or capfirst(self.opts.verbose_name_plural)}
        return super().history_view(request, object_id, words | (extra_context or {}))


class WhyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks why, for the history."""

    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Stands in the history, so that others understand the change."),
    )


class HistoryWords(HistoricalRecordContextHelper):  # type: ignore[misc]
    """What changed, in words: no ``True`` and ``None``, and nothing the reader may not see."""

    hidden: frozenset[str] = frozenset()

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        shown = [change for change in delta.changes if change.field not in self.hidden]
        return [vars(self.format_delta_change(change)) for change in shown]

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        field = self.model._meta.get_field(change.field)
        if value is None or value == "":
            return "–"
        if isinstance(value, bool):
            return pgettext("answer", "yes") if value else pgettext("answer", "no")
        chosen = dict(getattr(field, "flatchoices", None) or ())
        return (
            chosen.get(value, value) if isinstance(value, str) else super().prepare_delta_change_value(change, value)
        )


class HistoryAdmin(OfficerAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    """With who changed what, when and why."""

    form = WhyForm

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The reason last, on its own, and only where something can be changed."""
        found = super().get_fieldsets(request, obj)
        main = [name for name in found[0][1]["fields"] if name != "why"]
        writes = self.has_change_permission(request, obj) if obj else self.can_add
        reason = [(_("For the history"), {"fields": ["why"]})] if writes else []
        return [(found[0][0], {"fields": main}), *found[1:], *reason]

    def hidden_from(self, request: HttpRequest, obj: Any) -> frozenset[str]:
        """Columns that this reader does not see, neither as they are nor as they were."""
        return frozenset()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        self._found(request, object_id)
        response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """To read only: the package's own page would save what is posted to it, whoever may change the row."""
        self._found(request, object_id)
        if not key(version_id):
            raise Http404
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        words = {"list_title": self.list_title or capfirst(self.opts.verbose_name_plural)}
        response: HttpResponse = super().history_form_view(
            request, object_id, version_id, words | (extra_context or {})
        )
        return response

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> HistoryWords:
        helper = HistoryWords(self.model, historical_record)
        helper.hidden = self.hidden_from(request, historical_record.instance)
        return helper

    def _found(self, request: HttpRequest, object_id: str) -> None:
        """The package looks a row up by its history; what the list does not show has no history either."""
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """The rows beside it are changed for the same reason."""
        with because(form.cleaned_data.get("why", "")):
            super().save_formset(request, form, formset, change)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        obj._change_reason = form.cleaned_data.get("why", "")  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)
