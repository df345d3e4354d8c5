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
    """What stands as it was shown (``var-`` and the field's name) leaves what somebody else has saved meanwhile."""

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

    def shown(self) -> list[tuple[str, Any]]:
        """Each field's name, and what stood there when the page was first shown."""
        kept = {name: self.data.get(f"var-{name}", "") for name in self.fields} if self.is_bound else {}
        return [(name, kept.get(name, self[name].value() or "")) for name in self.fields]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.fields:
            if name in data and self.data.get(f"var-{name}") == self.data.get(name):
                data[name] = getattr(self.instance, name)
        return data
