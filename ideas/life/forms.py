"""What is typed when an idea is answered, moved or given on. Days are Oslo days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ideas.life import stages
from ideas.life.stages import Stage
from ideas.models import Idea
from ideas.whose import colleagues, dates, whom
from partnership.common import names, norwegian
from partnership.common.worded import Worded

if TYPE_CHECKING:
    from ideas.models import IdeaEvent

LONGEST = 1000
NEW = "new"


def day(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text, required=required)


def words(label: Any, *, help_text: Any = "", required: bool = False, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, widget=widget, max_length=LONGEST, required=required, help_text=help_text, strip=True
    )


def step_words() -> forms.CharField:
    return forms.CharField(
        label=_("Next step"), max_length=160, required=False, help_text=_("The sender sees this too.")
    )


class Act(Worded, forms.Form):
    """Something done with an idea, as it was when the page was opened (``version``).

    When somebody has moved it or given it on meanwhile, the person is told and presses once more; nothing is lost.
    """

    days = 10
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.idea = idea
        self.fields["version"].initial = idea.version
        if "next_date" in self.fields:
            self.fields["next_date"].initial = self.proposed_date()

    def proposed_date(self) -> dt.date:
        return dates.answer_by(self.days)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opened = cleaned.get("version")
        if opened is not None and opened != self.idea.version and self._has_moved(opened):
            data = self.data.copy()  # type: ignore[attr-defined]
            data[self.add_prefix("version")] = str(self.idea.version)
            self.data = data
            raise ValidationError(self._said(self.idea.events.standing().newest_first().first()), code="conflict")
        return cleaned

    def _has_moved(self, opened: int) -> bool:
        return opened < self.idea.version

    def _said(self, event: IdeaEvent | None) -> str:
        who = event.by.name if event and event.by else _now("the sender")
        return _now("Somebody was here before you: «%(what)s», %(who)s. Look it over, and press once more.") % {
            "what": event.label if event else "",
            "who": who,
        }

    def refuse(self, error: ValidationError) -> None:
        """What a verb has refused, beside the field it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, texts in error.message_dict.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)


class KeepsDate(Act):
    """What the sender has been promised stands, unless it is over."""

    def proposed_date(self) -> dt.date:
        if self.idea.next_date is not None and not self.idea.is_late:
            return self.idea.next_date
        return super().proposed_date()


class SeenForm(KeepsDate):
    next_date = day(_("Answer by"), help_text=_("Keep the day, or promise another one."))


class MoreTimeForm(Act):
    next_date = day(_("New date"))
    reason = words(_("Why"), help_text=_("For those who work on it. The sender sees the new date only."), rows=2)

    def proposed_date(self) -> dt.date:
        """Later than the day it has."""
        return dates.answer_by(self.days, max(self.idea.next_date or norwegian.today(), norwegian.today()))


class Reasoned(Act):
    """A step that wants a reason: to the sender or inside, and said so beside the field."""

    missing = {"reason": _("Write why, in one sentence.")}

    def want_reason(self) -> None:
        """Asked of the inner field, unless the sender is told."""
        self.fields["reason"].required = not str(self.data.get(self.add_prefix("told"), "")).strip()
        self.fields["reason"].help_text = _("Needed, unless you write to the sender. The sender does not see it.")


class StepForm(Reasoned):
    """One stage on; what the sender reads, and what stays inside, in two fields."""

    next_date = day(_("Next date"))
    next_step = step_words()
    told = words(_("To the sender"), help_text=_("Stands on the sender's page."))
    reason = words(_("Why, for yourselves"), help_text=_("The sender does not see it."), rows=2)

    def __init__(self, *args: Any, idea: Idea, to: Stage, next_step: str, days: int, **kwargs: Any) -> None:
        self.days = days
        super().__init__(*args, idea=idea, **kwargs)
        self.fields["next_step"].initial = next_step
        if to not in stages.OPEN:
            del self.fields["next_date"], self.fields["next_step"]
        if stages.step(idea.stage, to) in stages.WANTS_REASON:
            self.want_reason()


class ReopenForm(Reasoned):
    next_date = day(_("Next date"))
    told = words(_("To the sender"), help_text=_("Stands on the sender's page."))
    reason = words(_("Why, for yourselves"), help_text=_("The sender does not see it."), rows=2)

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, idea=idea, **kwargs)
        self.want_reason()


class PauseForm(Act):
    days = 30
    next_date = day(_("Take it up again"), help_text=_("That day it waits for you again."))
    told = words(_("What it waits for"), help_text=_("The sender reads this."), required=True)


class NotNowForm(Act):
    told = words(
        _("What the sender will read"), help_text=_("Change it as you like. It stands on the sender's page."),
        required=True, rows=6,
    )  # fmt: skip
    decided_by = forms.CharField(label=_("Who decided"), max_length=120, help_text=_("The sender sees this too."))
    reason = words(_("More, for yourselves"), help_text=_("The sender does not see it."), rows=2)

    @property
    def text(self) -> str:
        """Both, as the sender reads it."""
        data = self.cleaned_data
        return f"{data['told']}\n\n{_now('Decided by %(name)s.') % {'name': data['decided_by']}}"


class HolderChoice(Act):
    """Somebody to give it to. ``allows_new``: somebody not named before, by name and address."""

    holder = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, idea: Idea, allows_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, idea=idea, **kwargs)
        self.candidates = {one.key: one for one in whom.candidates(idea)}
        chosen = [(key, one.label) for key, one in self.candidates.items()]
        if allows_new:
            chosen.append((NEW, _now("Another colleague")))
        self.holder_field.choices = chosen
        if len(chosen) == 1:
            self.holder_field.initial = chosen[0][0]

    @property
    def holder_field(self) -> forms.ChoiceField:
        field = self.fields["holder"]
        assert isinstance(field, forms.ChoiceField)
        return field

    @property
    def chosen(self) -> whom.Candidate | None:
        """None: somebody new, or nobody."""
        return self.candidates.get(self.cleaned_data.get("holder", ""))


class HandOnForm(HolderChoice, KeepsDate):
    missing = {"holder": _("Choose whom it is to lie with.")}
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, validators=[names.validate_name],
        help_text=_("Only for another colleague."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail at work"), required=False, max_length=254,
        help_text=_("The colleague gets a mail, signs in with a code, and sees this idea alone."),
    )  # fmt: skip
    next_date = day(_("Answer by"))
    next_step = step_words()
    reason = words(_("To the colleague"), help_text=_("The sender does not see it."), rows=2)

    def __init__(self, *args: Any, idea: Idea, allows_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, idea=idea, allows_new=allows_new, **kwargs)
        self.fields["next_step"].initial = idea.next_step
        if not allows_new:
            # By a link in a mail: nothing that was written about the idea, and nobody new.
            del self.fields["name"], self.fields["email"], self.fields["next_step"]
        self.doubt = colleagues.doubt(idea, self._typed_address()) if self._typed_address() else ""
        if self.doubt:
            self.fields["anyway"] = forms.BooleanField(
                label=_("Give it to this address all the same"), required=False
            )
            self.order_fields(["holder", "name", "email", "anyway"])

    def _typed_address(self) -> str:
        """Of somebody new, where that may be named."""
        if "email" not in self.fields or not self.is_bound or self.data.get(self.add_prefix("holder")) != NEW:
            return ""
        return str(self.data.get(self.add_prefix("email"), "")).strip()

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email and self._typed_address():
            colleagues.refuse_others_contact(self.idea, email)
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("holder") == NEW:
            if not cleaned.get("name") and "name" not in self.errors:
                self.add_error("name", _now("Write the colleague's name."))
            if not cleaned.get("email") and "email" not in self.errors:
                self.add_error("email", _now("Write the colleague's e-mail address."))
        if self.doubt and not cleaned.get("anyway") and "email" not in self.errors:
            self.add_error("email", self.doubt + " " + _now("Tick below if it is to go there all the same."))
        return cleaned


class MoveForm(HolderChoice):
    """Everything at once: stage, holder, date. Left as it is, each stays."""

    to = forms.ChoiceField(label=_("Stage"), help_text=_("A step back, on hold and ended want a reason."))
    next_date = day(_("Next date"), required=False, help_text=_("Not needed for what is ended or shared."))
    next_step = step_words()
    told = words(_("To the sender"), help_text=_("Stands on the sender's page."), rows=2)
    reason = words(_("Why, for yourselves"), help_text=_("The sender does not see it."), rows=2)
    field_order = ["to", "holder", "next_date", "next_step", "told", "reason"]

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, idea=idea, allows_new=False, **kwargs)
        stage, to = Stage(idea.stage), self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        stay = (str(stage), _now("As now: %(stage)s") % {"stage": stage.label})
        to.choices = [stay] + [(str(new), new.label) for new, _step in stages.choices(stage, idea.paused_in)]
        field = self.holder_field
        field.required = False
        field.widget = forms.Select()
        field.label = _now("Lies with")
        name = whom.one(idea, None).name
        field.choices = [("", _now("As now: %(name)s") % {"name": name})] + [
            (key, one.label) for key, one in self.candidates.items()
        ]
        self.fields["next_step"].initial = idea.next_step
        if idea.next_date is not None and idea.next_date >= norwegian.today():
            self.fields["next_date"].initial = idea.next_date
