"""What is typed once for several ideas."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ideas.life import bulk, moving, ready_texts
from ideas.life.forms import day, words
from ideas.life.stages import Stage
from ideas.models import Idea
from ideas.whose import dates, whom
from partnership.common.worded import Worded
from partnership.people.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Several(Worded, forms.Form):
    """``ideas`` are all of one municipality's when ``of_one``."""

    title: ClassVar[_StrPromise]
    said: ClassVar[_StrPromise]
    texts: ClassVar[tuple[ready_texts.ReadyText, ...]] = ()  # to begin from

    def __init__(self, *args: Any, ideas: list[Idea], by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ideas, self.by = ideas, by

    @abstractmethod
    def verb(self) -> Callable[[Idea], object]:
        """What is done with each, once the form is valid."""


class Dated(Several):
    next_date = day(_("New date"), help_text=_("What is on hold, and what has a later date already, keeps its own."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_date"].initial = dates.answer_by(10)

    def clean_next_date(self) -> dt.date:
        return dates.check(self.cleaned_data["next_date"])


class NewDate(Dated):
    title = _("Give a new date")
    said = _("Given a new date: %(numbers)s.")

    def verb(self) -> Callable[[Idea], object]:
        until = self.cleaned_data["next_date"]
        return lambda idea: bulk.give_time(idea=idea, until=until, by=self.by)


class GiveOn(Dated):
    title = _("Give on to a colleague")
    said = _("Given on: %(numbers)s.")
    missing = {"holder": _("Choose whom it is to lie with.")}
    holder = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    field_order = ["holder", "next_date"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {one.key: one for one in self._of_all()}
        field = self.fields["holder"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, one.label) for key, one in self.candidates.items()]

    def _of_all(self) -> list[whom.Candidate]:
        if len({idea.municipality_id for idea in self.ideas}) != 1:
            return []
        return whom.of_municipality(self.ideas[0].municipality)

    def clean(self) -> dict[str, Any] | None:
        if not self.candidates:
            raise ValidationError(_now("Choose ideas of one municipality, so that somebody there can have them all."))
        return super().clean()

    def verb(self) -> Callable[[Idea], object]:
        to, until = self.candidates[self.cleaned_data["holder"]], self.cleaned_data["next_date"]
        return lambda idea: bulk.hand_on(idea=idea, to=to, until=until, by=self.by)


class NotNow(Several):
    title = _("Not now, because …")
    said = _("Ended: %(numbers)s.")
    texts = ready_texts.NOT_NOW
    told = words(
        _("What the senders will read"), help_text=_("The same text for all of them."), required=True, rows=6
    )
    decided_by = forms.CharField(label=_("Who decided"), max_length=120, help_text=_("The sender sees this too."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told"].initial = str(ready_texts.NOT_NOW[-1].text)
        self.fields["decided_by"].initial = self.by.name

    def verb(self) -> Callable[[Idea], object]:
        data = self.cleaned_data
        told = f"{data['told']}\n\n{_now('Decided by %(name)s.') % {'name': data['decided_by']}}"
        return lambda idea: moving.move(idea=idea, to=Stage.ENDED, by=self.by, told=told)


KINDS: dict[str, type[Several]] = {"dato": NewDate, "videre": GiveOn, "ikke-na": NotNow}
