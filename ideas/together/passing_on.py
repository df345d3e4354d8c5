"""«Send videre til en annen kommune»: it accepts first, and sees the idea only when the sender has said yes.

Before that it is told number, from where and why. Verbs raise ``ValidationError`` with a sentence; nothing is then
changed.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ideas import events
from ideas.intake import receiving
from ideas.lessons import learning
from ideas.life import moving
from ideas.life.stages import Stage
from ideas.mailing import telling
from ideas.models import EventKind, Idea, IdeaSender, PassingOn
from ideas.whose import holding
from municipalities.models import FouiContact, Municipality
from partnership.mail import notices
from partnership.people.models import User


@transaction.atomic
def ask(*, idea: Idea, to: Municipality, reason: str, by: User) -> PassingOn:
    """Ask another municipality, and the sender at the same time; where nobody can be asked, no yes is needed."""
    stored = holding.lock(idea)
    if not stored.is_open:
        raise ValidationError(_gone(stored))
    if to.pk == stored.municipality_id:
        raise ValidationError({"to": _("Choose another municipality than your own.")})
    if holding.contact_seat(to) is None:
        raise ValidationError({"to": _("%(place)s has no FoUI contact who can answer.") % {"place": to.name}})
    open_one = PassingOn.objects.of_idea(stored)
    if open_one is not None:
        raise ValidationError(_("%(place)s has been asked and has not answered.") % {"place": open_one.to.name})
    needs_yes = learning.sender_to_ask(stored) is not None
    passing = PassingOn.objects.create(
        idea=stored, to=to, asked_by=by, reason=reason.strip(), sender_agreed_at=None if needs_yes else timezone.now()
    )
    told = _("May we send your idea on to %(place)s? They see it only when you say yes.") % {"place": to.name}
    telling.of_change(events.record(stored, EventKind.PASSING_ASKED, by=by, reason=reason, told=told))
    _notify(to, passing, "asked", _("%(place)s asks whether you will take idea %(number)s over."))
    return passing


@transaction.atomic
def sender_agrees(*, passing: PassingOn) -> bool:
    """The sender's yes: from now on the other municipality sees the idea. False when it is no longer asked."""
    stored = _lock(passing)
    if stored.answered_at is not None or not stored.idea.is_open or stored.sender_agreed_at is not None:
        return False
    stored.sender_agreed_at = timezone.now()
    stored.save(update_fields=["sender_agreed_at"])
    events.record(
        stored.idea,
        EventKind.WIDENED,
        by=None,
        is_senders=True,
        told=_("%(place)s may see the idea.") % {"place": stored.to.name},
    )
    _notify(stored.to, stored, "agreed", _("You can now read idea %(number)s from %(place)s."))
    passing.refresh_from_db()
    return True


@transaction.atomic
def sender_declines(*, passing: PassingOn) -> bool:
    """The sender's no ends the question; the idea stays where it is."""
    stored = _lock(passing)
    if stored.answered_at is not None or not stored.idea.is_open:
        return False
    _close(stored, by=None, accepted=False, answer=_("The sender wants the idea to stay in the municipality."))
    told = _("The idea stays in %(place)s.") % {"place": stored.idea.municipality.name}
    events.record(stored.idea, EventKind.PASSING_DECLINED, by=None, is_senders=True, told=told)
    passing.refresh_from_db()
    return True


@transaction.atomic
def accept(*, passing: PassingOn, by: User) -> Idea:
    """A new idea in the other municipality, with the sender, who gets a receipt with its number. Twice is once."""
    stored = _lock(passing)
    if stored.was_accepted:
        return stored.idea.went_to.get(municipality=stored.to)
    _must_be_open(stored)
    if stored.sender_agreed_at is None:
        raise ValidationError(_("The sender has not said yes yet. You are told when that happens."))
    old = stored.idea
    new = _copy(old, stored.to, by)
    _close(stored, by=by, accepted=True, answer="")
    told = _("%(place)s has taken the idea over. There its number is %(number)s.")
    told = told % {"place": stored.to.name, "number": new.number}
    event = moving.move(idea=old, to=Stage.PASSED_ON, by=by, told=told)
    event.before = {}  # it lives in two places now: not to be undone by one of them
    event.save(update_fields=["before"])
    _tell_who_asked(stored, _("%(place)s has taken idea %(number)s over."))
    passing.refresh_from_db()
    return new


@transaction.atomic
def decline(*, passing: PassingOn, text: str, by: User) -> None:
    """``text`` is shown to the contact who asked, in kind words. Twice is once."""
    stored = _lock(passing)
    if stored.answered_at is not None:
        return
    if not text.strip():
        raise ValidationError({"text": _("Write one sentence to whoever asked.")})
    _close(stored, by=by, accepted=False, answer=text.strip())
    told = _("%(place)s cannot take the idea now. It stays with us.") % {"place": stored.to.name}
    telling.of_change(events.record(stored.idea, EventKind.PASSING_DECLINED, by=by, reason=text, told=told))
    _tell_who_asked(stored, _("%(place)s cannot take idea %(number)s now."))
    passing.refresh_from_db()


@transaction.atomic
def take_back(*, passing: PassingOn, by: User) -> None:
    """The municipality that asked no longer does. Twice is once."""
    stored = _lock(passing)
    if stored.answered_at is not None:
        return
    _close(stored, by=by, accepted=False, answer=_("Taken back by whoever asked."))
    notices.take_back(_key(stored, ""))
    told = _("%(place)s is no longer asked.") % {"place": stored.to.name}
    telling.of_change(events.record(stored.idea, EventKind.PASSING_DECLINED, by=by, told=told))
    passing.refresh_from_db()


def _copy(old: Idea, to: Municipality, by: User) -> Idea:
    sender = learning.sender_to_ask(old)
    new = receiving.receive(
        municipality=to,
        problem=old.problem,
        title=old.title,
        affected=old.affected,
        workplace=old.workplace,
        proposal=old.proposal,
        sender=_as_sent(sender, old) if sender else None,
        by=by,
        visibility=old.visibility,
        is_demo=old.is_demo,
    )
    new.came_from = old
    new.save(update_fields=["came_from"])
    new.themes.set(old.themes.all())
    if sender is not None and sender.confirmed_at is not None:
        receiving.confirm(sender=new.sender)
        new.refresh_from_db()
    return new


def _as_sent(sender: IdeaSender, old: Idea) -> receiving.From:
    return receiving.From(
        email=sender.email,
        name=sender.name,
        talked_with_leader="",  # said to the first municipality's contact alone
        wanted_visibility=old.visibility,
        language=sender.language,
    )


def _lock(passing: PassingOn) -> PassingOn:
    holding.lock(passing.idea)
    return PassingOn.objects.select_for_update(of=("self",)).with_places().get(pk=passing.pk)


def _must_be_open(passing: PassingOn) -> None:
    if not passing.idea.is_open:
        raise ValidationError(_gone(passing.idea))
    if passing.answered_at is not None:
        raise ValidationError(_("The question has been answered or taken back."))


def _gone(idea: Idea) -> str:
    return _("Idea %(number)s is %(stage)s. There is nothing to pass on.") % {
        "number": idea.number,
        "stage": idea.get_stage_display(),
    }


def _close(passing: PassingOn, *, by: User | None, accepted: bool, answer: str) -> None:
    passing.answered_at, passing.answered_by = timezone.now(), by
    passing.was_accepted, passing.answer = accepted, answer[:500]
    passing.save(update_fields=["answered_at", "answered_by", "was_accepted", "answer"])


def _notify(place: Municipality, passing: PassingOn, what: str, line: str) -> None:
    """To the contact and deputies of ``place``; ``line`` names number and the municipality that asked."""
    seats = FouiContact.objects.in_municipality(place).open()
    names = {"place": passing.idea.municipality.name, "number": passing.idea.number}
    for person in User.objects.with_current_seat_in(seats):
        with translation.override(person.language):
            notices.notify(person, "ideas.passing", _key(passing, what), _url(passing), line % names)


def _tell_who_asked(passing: PassingOn, line: str) -> None:
    person = passing.asked_by
    if person is not None:
        names = {"place": passing.to.name, "number": passing.idea.number}
        url = passing.idea.get_absolute_url()
        notices.notify(person, "ideas.passing", _key(passing, "answer"), url, line % names)


def _key(passing: PassingOn, what: str) -> str:
    return f"passing:{passing.pk}:{what}"


def _url(passing: PassingOn) -> str:
    return reverse("ideas:passing", args=[passing.pk])
