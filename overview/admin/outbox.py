"""The outbox: what was sent to whom, why it failed, and *send again*. Codes and links are not shown.

Who sent or supports an idea is for its contact alone (``MailKind.recipient_in_words``): neither name nor address
stands here, no search confirms them, and what the receiver's server said, which may repeat them, is left out.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from overview import resending
from overview.admin.base import OfficerAdmin, RowsInline
from overview.admin.confirming import ask_first
from overview.admin.filters import ArrivedFilter, MailKindFilter, MailMeetingFilter, MailStateFilter
from overview.permissions import can_read_mail
from partnership.mail import archive, kinds, reasons
from partnership.mail.models import OutgoingMail, SendAttempt, Suppression
from partnership.people.models import User

LONG = 10_000


class LongPaginator(Paginator):  # type: ignore[type-arg]
    """Of the whole outbox the number is the database's own estimate: to count a long table is slow."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        about = 0 if rows.query.where else OutgoingMail.objects.estimated()
        return about if about > LONG else int(super().count)


class AttemptInline(RowsInline):
    model = SendAttempt
    extra = 0
    can_add = can_change = can_delete = False
    fields = ["at", "code", "said"]
    readonly_fields = ["at", "code", "said"]

    @admin.display(description=gettext_lazy("reply"))
    def said(self, attempt: SendAttempt) -> str:
        return archive.MASK if attempt.reply and _in_words(attempt.mail) else attempt.reply


def _in_words(mail: OutgoingMail) -> str:
    """What stands for the recipient; empty when name and address may be shown."""
    kind = kinds.registry().get(mail.kind)
    return str(kind.recipient_in_words) if kind else ""


@admin.register(OutgoingMail)
class OutgoingMailAdmin(OfficerAdmin):
    list_title = gettext_lazy("Sent mails")
    lead = gettext_lazy("What was sent to whom, and why it did not arrive. Links and codes are not shown.")
    list_display = ["recipient", "kind_label", "state_in_words", "left", "reason"]
    list_display_links = ["recipient"]
    list_filter = [ArrivedFilter, MailStateFilter, MailKindFilter, MailMeetingFilter]
    search_fields = ["to_email", "to_name"]
    search_help_text = gettext_lazy("The recipient's name or address")
    fields = [
        "recipient", "kind_label", "subject_line", "content", "state_in_words", "reason", "created_at",
        "left", "attempts", "last_code", "server_said",
    ]  # fmt: skip
    readonly_fields = [
        "recipient", "kind_label", "subject_line", "content", "state_in_words", "reason", "left", "server_said",
    ]  # fmt: skip
    inlines = [AttemptInline]
    paginator = LongPaginator
    actions = ["send_again"]
    ordering = ["-created_at", "-id"]
    can_add = can_change = False

    def heading(self, obj: Any) -> str:
        return _("%(kind)s to %(name)s") % {
            "kind": self.kind_label(obj),
            "name": _in_words(obj) or obj.to_name or obj.to_email,
        }

    @admin.display(description=gettext_lazy("recipient"))
    def recipient(self, mail: OutgoingMail) -> str:
        if hidden := _in_words(mail):
            return capfirst(hidden)
        return f"{mail.to_name}, {mail.to_email}" if mail.to_name else mail.to_email

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Among those whose name and address are shown: what a search finds, it confirms."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        return (found.without_kinds(kinds.with_hidden_recipient()) if search_term else found), distinct  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_label(self, mail: OutgoingMail) -> str:
        found = kinds.registry().get(mail.kind)
        return capfirst(str(found.label)) if found else mail.kind

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, mail: OutgoingMail) -> str:
        words = [str(mail.get_state_display())]
        if mail.delivery:
            words.append(str(mail.get_delivery_display()))
        return capfirst(", ".join(words))

    @admin.display(description=gettext_lazy("left the portal"), ordering="sent_at")
    def left(self, mail: OutgoingMail) -> Any:
        return mail.sent_at

    @admin.display(description=gettext_lazy("why not"))
    def reason(self, mail: OutgoingMail) -> str:
        return reasons.in_words(mail)

    @admin.display(description=gettext_lazy("what the server said"))
    def server_said(self, mail: OutgoingMail) -> str:
        said = reasons.said(mail)
        return archive.MASK if said and _in_words(mail) else said

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """With its words, as far as this officer may see them."""
        mail: Any = super().get_object(request, object_id, from_field)
        if mail is not None:
            mail.words = archive.shown(mail, request.user)
            mail.is_readable = can_read_mail(request.user, mail)
        return mail

    @admin.display(description=gettext_lazy("subject line"))
    def subject_line(self, mail: Any) -> str:
        return mail.sent_subject if mail.is_readable else archive.MASK

    @admin.display(description=gettext_lazy("what it says"))
    def content(self, mail: Any) -> str:
        return format_html('<div class="mail-shown">{}</div>', mail.words)

    def has_send_permission(self, request: HttpRequest) -> bool:
        return bool(self.may(request.user))

    @admin.action(description=gettext_lazy("Send again"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> HttpResponse | None:
        """Shows who gets it again, and who does not, before anything is sent."""
        assert isinstance(request.user, User)
        mails = list(queryset)
        if "confirmed" not in request.POST:
            chosen = resending.look(mails=mails, by=request.user)
            return ask_first(
                self,
                request,
                title=_("Send again?"),
                lead=_("Each gets the mail once more, with what is true today. What is no longer true is not sent."),
                yes=_("Send again"),
                rows=[(self.recipient(one.mail), self._note(one), not one.hindrance) for one in chosen],
            )
        done = resending.send_again(mails=mails, by=request.user)
        sent = sum(not one.hindrance for one in done)
        text = ngettext("%(n)s mail is sent again.", "%(n)s mails are sent again.", sent) % {"n": sent}
        if left := len(done) - sent:
            text += " " + ngettext("%(n)s is not.", "%(n)s are not.", left) % {"n": left}
        self.message_user(request, text, messages.SUCCESS if sent else messages.WARNING)
        return None

    def _note(self, one: resending.Chosen) -> str:
        if one.hindrance:
            return f"{self.kind_label(one.mail)}. {one.hindrance}"
        return one.mail.sent_subject or self.kind_label(one.mail)


@admin.register(Suppression)
class SuppressionAdmin(OfficerAdmin):
    """Taken away when the address works again. That of somebody who sent or supports an idea is not shown either."""

    list_title = gettext_lazy("Blocked addresses")
    lead = gettext_lazy("The receiver has refused them. Lift the block when the address works again.")
    list_display = ["address", "since", "said"]
    search_fields = ["email"]
    search_help_text = gettext_lazy("Address")
    fields = ["address", "since", "said"]
    readonly_fields = ["address", "since", "said"]
    ordering = ["-since", "-id"]
    actions = ["lift"]
    can_add = can_change = False

    def heading(self, obj: Any) -> str:
        return self.address(obj)

    @admin.display(description=gettext_lazy("address"))
    def address(self, blocked: Any) -> str:
        return _("Somebody who sent or supports an idea") if blocked.is_hidden else blocked.email

    @admin.display(description=gettext_lazy("reason"))
    def said(self, blocked: Any) -> str:
        return archive.MASK if blocked.is_hidden and blocked.reason else blocked.reason

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suppression]:
        found: Any = super().get_queryset(request)
        return found.with_hidden(kinds.with_hidden_recipient())  # type: ignore[no-any-return]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, distinct = super().get_search_results(request, queryset, search_term)
        return (found.shown() if search_term else found), distinct  # type: ignore[attr-defined]

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return bool(self.may(request.user))

    @admin.action(description=gettext_lazy("Lift the block"), permissions=["lift"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Suppression]) -> HttpResponse | None:
        if "confirmed" not in request.POST:
            return ask_first(
                self,
                request,
                title=_("Lift the block?"),
                lead=_(
                    "The portal sends to these addresses again. Mails that were given up are not sent by themselves."
                ),
                yes=_("Lift the block"),
                rows=[(self.address(blocked), self.said(blocked), True) for blocked in queryset],
            )
        gone, _each = queryset.delete()
        text = ngettext("%(n)s address is open again.", "%(n)s addresses are open again.", gone)
        self.message_user(request, text % {"n": gone}, messages.SUCCESS)
        return None
