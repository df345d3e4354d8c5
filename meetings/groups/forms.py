"""Forms about groups: how large, and what one group is called and where it sits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.groups import composing
from meetings.models import Invitation, WorkGroup
from partnership.common.worded import Worded


class SizeForm(Worded, forms.Form):
    size = forms.IntegerField(
        label=_("People in a group"), min_value=composing.LEAST, max_value=composing.MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class GroupForm(Worded, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = WorkGroup
        fields = ["title", "theme", "room", "join_url", "facilitator", "note_taker"]
        help_texts = {
            "title": _("Empty means the theme."),
            "join_url": _("For those who take part digitally, such as a breakout room."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Invitation.objects.filter(group_member__group=self.instance).order_by("sort_name", "pk")
        for name in ("facilitator", "note_taker"):
            self.fields[name].queryset = members  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("Nobody yet")  # type: ignore[attr-defined]
        self.fields["theme"].queryset = self.fields["theme"].queryset.order_by("sort_name")  # type: ignore[attr-defined]
        self.fields["theme"].empty_label = _("None")  # type: ignore[attr-defined]
