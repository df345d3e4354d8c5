"""The admin's pages. Officers may see and change what the register holds; nothing with history is deleted here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brokers.models import Broker, Coverage, InnovationCompany
from meetings.models import Meeting
from municipalities.models import CouncilMembership, FouiContact, Municipality
from overview.admin_base import HistoryAdmin, OfficerAdmin, WhyForm
from overview.admin_filters import ArrivedFilter, CheckedFilter, HoldsFilter, MailKindFilter, TodayFilter
from partnership.mail import archive, kinds, outbox
from partnership.mail.models import OutgoingMail, SendAttempt, Suppression
from partnership.partners.models import FundingCall, FundingScheme, Partner, PartnerOfficer, Theme
from partnership.partners.permissions import can_keep_officer, can_keep_person
from partnership.people import addresses
from partnership.people.models import RoleTerm, User


class PersonForm(WhyForm):
    """A new address lets somebody else in: it wants a reason, and must be nobody else's."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "email" in self.changed_data and data.get("email"):
            try:
                addresses.check(person=self.instance, email=data["email"], reason=data.get("why", ""))
            except ValidationError as error:
                self.add_error(None, error)
        return data


@admin.register(User)
class UserAdmin(HistoryAdmin):
    form = PersonForm
    list_display = ["name", "email", "phone", "is_active", "last_seen"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "phone", "language", "is_active"]
    ordering = ["sort_name"]
    can_add = False  # people come by a term or an invitation

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or can_keep_person(request.user, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """One's own address is changed on one's own page, where a code proves it."""
        return ["email"] if obj == request.user else []

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # type: ignore[override]
        wanted = obj.email
        if "email" in form.changed_data:
            obj.email = form.initial["email"]
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            assert isinstance(request.user, User)
            addresses.change(person=obj, email=wanted, by=request.user, reason=form.cleaned_data["why"])
            self.message_user(request, _("The old address is told, and the person is signed out everywhere."))


@admin.register(RoleTerm)
class RoleTermAdmin(HistoryAdmin):
    list_display = ["seat", "person", "capacity", "since", "until", "last_confirmed"]
    list_filter = [TodayFilter, "capacity", "seat__kind"]
    ordering = ["seat__sort_place", "-since"]
    search_fields = ["person__name", "seat__place"]
    list_select_related = ["seat", "person"]
    can_add = can_change = False  # the hand-over form does it, with all that follows


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = CouncilMembership
    extra = 0


@admin.register(Municipality)
class MunicipalityAdmin(HistoryAdmin):
    list_display = ["number", "name", "official_name", "postmottak", "postmottak_checked"]
    search_fields = ["number", "name", "official_name", "sami_name"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["sort_name"]


@admin.register(FouiContact)
class FouiContactAdmin(HistoryAdmin):
    list_display = ["place", "holder", "role_email", "closed_on"]
    list_filter = [HoldsFilter]
    search_fields = ["place"]
    ordering = ["sort_place"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FouiContact]:
        return FouiContact.objects.with_current_terms()

    @admin.display(description=gettext_lazy("FoUI contact"))
    def holder(self, seat: FouiContact) -> str:
        return ", ".join(term.person.name for term in seat.current_terms if not term.is_deputy)


class CoverageInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Coverage
    extra = 0
    fields = ["municipality", "broker", "since", "until", "is_confirmed", "source"]


@admin.register(InnovationCompany)
class InnovationCompanyAdmin(HistoryAdmin):
    list_display = ["name", "kind", "seat_place", "last_checked", "is_active"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["sort_name"]


@admin.register(Broker)
class BrokerAdmin(HistoryAdmin):
    list_display = ["place", "company", "role_email", "closed_on"]
    list_select_related = ["company"]
    ordering = ["sort_place"]


@admin.register(Coverage)
class CoverageAdmin(HistoryAdmin):
    list_display = ["company", "broker", "municipality", "since", "until", "is_confirmed"]
    list_filter = ["company", "is_confirmed"]
    list_select_related = ["company", "broker", "municipality"]
    can_delete = True


@admin.register(Partner)
class PartnerAdmin(HistoryAdmin):
    """The partners themselves come with the region's data; what one of them alone may do hangs on its slug."""

    list_display = ["name", "short_name", "role"]
    readonly_fields = ["slug"]
    can_add = False


@admin.register(PartnerOfficer)
class PartnerOfficerAdmin(HistoryAdmin):
    """Advisers' roles, each kept by its own partner."""

    list_display = ["place", "task", "role_email", "order"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["partner"] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or can_keep_officer(request.user, obj))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "partner" and not request.user.is_superuser:
            assert isinstance(request.user, User)
            kwargs["queryset"] = Partner.objects.of_officer(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Theme)
class ThemeAdmin(OfficerAdmin):
    list_display = ["name", "group"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(FundingScheme)
class FundingSchemeAdmin(HistoryAdmin):
    list_display = ["name", "owner", "deadline_kind", "facts_year", "last_checked", "is_active"]
    list_select_related = ["owner_partner"]
    list_filter = [CheckedFilter, "is_active"]
    search_fields = ["name", "purpose"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["last_checked"]

    @admin.display(description=gettext_lazy("owner"))
    def owner(self, scheme: FundingScheme) -> str:
        return scheme.owner


@admin.register(FundingCall)
class FundingCallAdmin(HistoryAdmin):
    list_display = ["title", "scheme", "year", "closes", "last_checked"]
    list_select_related = ["scheme"]
    search_fields = ["title", "scheme__name"]


@admin.register(Meeting)
class MeetingAdmin(HistoryAdmin):
    """To look up; meetings are planned on their own pages, where people are told of changes."""

    list_display = ["title", "start", "state", "owner_partner"]
    list_select_related = ["owner_partner"]
    search_fields = ["title"]
    can_add = can_change = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        return Meeting.objects.visible_to(request.user)


class AttemptInline(admin.TabularInline):  # type: ignore[type-arg]
    model = SendAttempt
    extra = 0
    can_delete = False
    readonly_fields = ["at", "outcome", "code", "reply"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(OutgoingMail)
class OutgoingMailAdmin(OfficerAdmin):
    """What was sent to whom, why it failed, and *send again*. Codes and links are not shown."""

    list_display = ["to_name", "to_email", "kind_label", "state", "delivery", "sent_at", "last_error"]
    list_filter = [ArrivedFilter, "state", "delivery", MailKindFilter]
    search_fields = ["to_email", "to_name"]
    fields = [
        "kind_label", "to_name", "to_email", "sent_subject", "content", "state", "delivery", "created_at",
        "not_before", "sent_at", "attempts", "last_code", "last_error",
    ]  # fmt: skip
    readonly_fields = ["kind_label", "content"]
    inlines = [AttemptInline]
    actions = ["send_again"]
    ordering = ["-created_at", "-id"]
    can_add = can_change = False

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_label(self, mail: OutgoingMail) -> str:
        found = kinds.registry().get(mail.kind)
        return str(found.label) if found else mail.kind

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """With its words, as far as this officer may see them."""
        mail: Any = super().get_object(request, object_id, from_field)
        if mail is not None:
            mail.words = archive.shown(mail, request.user)
        return mail

    @admin.display(description=gettext_lazy("what it says"))
    def content(self, mail: Any) -> str:
        return format_html('<div class="mail-shown">{}</div>', mail.words)

    def has_send_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    @admin.action(description=gettext_lazy("Send again"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> HttpResponse | None:
        """Shows who gets it again before anything is sent. Codes are not sent again: they are no longer valid."""
        registry = kinds.registry()
        mails = [mail for mail in queryset if mail.kind in registry and not registry[mail.kind].is_secret]
        if "confirmed" not in request.POST and mails:
            context = self.admin_site.each_context(request) | {
                "title": _("Send again?"),
                "mails": mails,
                "opts": self.opts,
                "chosen": request.POST.getlist("_selected_action"),
            }
            return TemplateResponse(request, "admin/send_again.html", context)
        for mail in mails:
            outbox.resend(mail)
        text = ngettext("%(n)s mail is sent again.", "%(n)s mails are sent again.", len(mails))
        self.message_user(request, text % {"n": len(mails)}, messages.SUCCESS if mails else messages.WARNING)
        return None


@admin.register(Suppression)
class SuppressionAdmin(OfficerAdmin):
    """Addresses that were refused; take one away when it works again."""

    list_display = ["email", "reason", "since"]
    search_fields = ["email"]
    can_add = can_change = False
    can_delete = True
