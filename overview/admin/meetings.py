"""Meetings, to look up. They are planned on their own pages, where people are told of changes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.minutes import publishing
from meetings.models import Meeting, Minutes
from meetings.permissions import can_join
from overview.admin.base import HistoryAdmin
from overview.admin.filters import MeetingFilter

OPENS = frozenset({"join_url", "join_id", "join_passcode", "join_phone"})


@admin.register(Meeting)
class MeetingAdmin(HistoryAdmin):
    list_title = gettext_lazy("Meetings")
    lead = gettext_lazy("Meetings are planned and changed on their own pages, where people are told.")
    list_display = ["name", "when", "state_in_words", "owner", "comes", "records"]
    list_display_links = None
    list_filter = [MeetingFilter]
    search_fields = ["title", "place"]
    search_help_text = gettext_lazy("Title or place")
    ordering = ["-start", "-id"]
    fields = [
        "title", "kind", "state", "owner", "host", "when", "answer_by", "place", "address", "join_url", "join_id",
        "join_passcode", "join_phone", "capacity", "is_public", "purpose", "challenge", "target_group",
    ]  # fmt: skip
    can_add = can_change = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        seen = Meeting.objects.visible_to(request.user).with_owner().select_related("minutes")
        return seen.with_reply_counts("comes", "invited")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        hidden = self.hidden_from(request, obj)
        return [name for name in self.fields if name not in hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    def hidden_from(self, request: HttpRequest, obj: Any) -> frozenset[str]:
        """What opens the meeting is for those who may join it."""
        return frozenset() if obj is not None and can_join(request.user, obj) else OPENS

    def pages(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        return [(_("Open the meeting"), obj.get_absolute_url())]

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def name(self, meeting: Meeting) -> str:
        return format_html('<a class="ds-link" href="{}">{}</a>', meeting.get_absolute_url(), meeting.title)

    @admin.display(description=gettext_lazy("when"), ordering="start")
    def when(self, meeting: Meeting) -> str:
        return meeting.when

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, meeting: Meeting) -> str:
        state = str(meeting.get_state_display())
        if meeting.has_unsent_change and not meeting.is_over:
            return f"{state}, {_('a change is not sent')}"
        minutes: Minutes | None = getattr(meeting, "minutes", None)
        if minutes is None or minutes.state == Minutes.State.DRAFT:
            return state
        return f"{state}. {publishing.stands(minutes)}"

    @admin.display(description=gettext_lazy("who has it"))
    def owner(self, meeting: Meeting) -> str:
        return meeting.owner_name

    @admin.display(description=gettext_lazy("come, of those invited"))
    def comes(self, meeting: Meeting) -> str:
        return f"{meeting.comes} / {meeting.invited}" if meeting.invited else ""

    @admin.display(description="")
    def records(self, meeting: Meeting) -> str:
        return format_html(
            '<a class="ds-link nobr" href="{}">{}<span class="ds-sr-only">: {}</span></a>',
            f"{meeting.pk}/history/",
            _("History"),
            meeting.title,
        )
