"""Giving, confirming, handing over and ending roles. Days are Oslo days; ``until`` is the first day without it.

Verbs raise ``ValidationError`` with a sentence for the person who pressed; nothing is then changed.
"""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.common import contributions, norwegian
from partnership.common.history import because
from partnership.people import roles, telling
from partnership.people.models import Absence, RoleTerm, Seat, User

MOST_DEPUTIES = 5
MOST_SUCCESSORS = 5


@transaction.atomic
def invite_person(*, name: str, email: str, phone: str = "", by: User | None = None) -> User:
    """Find the person by address, or make one who can sign in by code. Nobody signs up alone.

    Raises ValidationError for an address whose sign-in an officer has closed: naming somebody does not open it again.
    """
    email = email.strip().lower()
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        address = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
        person = address.user if address else None
    if person is None:
        person = User(name=" ".join(name.split()), email=email, phone=phone.strip())
        person.set_unusable_password()
        person.full_clean(exclude=["password"])
        person.save()
    elif not person.is_active:
        raise ValidationError(
            _("%(email)s belongs to somebody whose sign-in is closed. Write to %(contact)s to have it opened again.")
            % {"email": email, "contact": settings.CONTACT_EMAIL}
        )
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person


@transaction.atomic
@because(gettext_lazy("Given the role"))
def appoint(
    *, seat: Seat, person: User, since: dt.date | None = None, capacity: str = "holder", by: User | None
) -> RoleTerm:
    """Give a role to somebody, from today or a later day; told at once, and welcomed the day a holder begins."""
    since = since or norwegian.today()
    _lock(seat)
    if seat.closed_on and seat.closed_on <= since:
        raise ValidationError(_("The role does not exist on that day."))
    term = RoleTerm(seat=seat, person=person, since=since, capacity=capacity)
    _save_new(term, by)
    if since <= norwegian.today():
        _carry_out(seat, on=norwegian.today(), by=by)
    return term


@transaction.atomic
@because(gettext_lazy("The role was ended"))
def end(*, term: RoleTerm, until: dt.date, by: User | None) -> list[str]:
    """End a term on a day; twice is the same as once."""
    _lock(term.seat)
    term.refresh_from_db()
    if term.is_deputy and until == term.since == norwegian.today():
        telling.deputy_ended(term, until, by)
        term.delete()  # named by mistake today; the history keeps it
        roles.forget(term.person)
        return []
    if until <= term.since:
        raise ValidationError(_("%(name)s began %(day)s. Choose a later day.") % _began(term))
    if term.until == until:
        return []
    term.until = until
    term.full_clean()
    term.save()
    roles.forget(term.person)
    (telling.deputy_ended if term.is_deputy else telling.ended)(term, until, by)
    return _carry_out(term.seat, on=norwegian.today(), by=by) if until <= norwegian.today() else []


@transaction.atomic
@because(gettext_lazy("Handed over"))
def hand_over(*, seat: Seat, to: User | None, on: dt.date, by: User | None) -> list[str]:
    """Let ``to`` (or nobody) hold the role from ``on``; returns what happened, in sentences.

    Done now when the day is today; on a later day the daily task does it.
    """
    _lock(seat)
    if on < norwegian.today():
        raise ValidationError(_("Choose today or a later day."))
    if to is not None and seat.terms.holders().not_begun().filter(person=to, since=on).exists():
        return _later(to, on)
    had_plan = _drop_plans(seat, by=by, keep=to)
    holder = seat.terms.current(on).holders().first()
    if holder is not None and to is not None and holder.person_id == to.pk:
        if had_plan:
            telling.called_off(holder, by)
        return [_("%(name)s already has the role.") % {"name": to.name}]
    mistaken = _give_way(holder, on, by) if holder is not None else None
    if to is not None:
        _begin(seat, to, on, by)
    if on <= norwegian.today():
        return _carry_out(seat, on=on, by=by, old=mistaken)
    return _later(to, on)


def _give_way(holder: RoleTerm, on: dt.date, by: User | None) -> RoleTerm | None:
    """End the holder's term; returns it when it is gone altogether."""
    if holder.since > on:
        raise ValidationError(_("%(name)s began %(day)s. Choose a later day.") % _began(holder))
    roles.forget(holder.person)
    telling.ended(holder, on, by)
    if holder.since < on:
        holder.until = on
        holder.save()
        return None
    # Handed over to the wrong person earlier today: that term gives way; the history keeps it.
    RoleTerm.objects.get(pk=holder.pk).delete()
    return holder


def _begin(seat: Seat, person: User, on: dt.date, by: User | None) -> None:
    if seat.closed_on and seat.closed_on <= on:
        raise ValidationError(_("The role does not exist on that day."))
    _refuse_many_successors(seat, by)
    _end_deputy(seat, person, on)
    _save_new(RoleTerm(seat=seat, person=person, since=on), by)


def _save_new(term: RoleTerm, by: User | None) -> None:
    is_later = term.since > norwegian.today()
    if is_later:
        term.planned_by = by
    term.full_clean()
    term.save()
    roles.forget(term.person)
    if is_later or term.is_deputy:
        telling.named(term)


@transaction.atomic
@because(gettext_lazy("The hand-over was called off"))
def call_off(*, seat: Seat, by: User | None) -> list[str]:
    """Drop the planned hand-over: the holder keeps the role, and both are told. Nothing planned: nothing happens."""
    _lock(seat)
    today = norwegian.today()
    holder = seat.terms.current().holders().select_related("person").first()
    if not seat.terms.holders().planned(today).exists() and (holder is None or holder.until is None):
        return []
    _drop_plans(seat, by=by)
    if holder is None:
        return [_("%(role)s has no holder now.") % {"role": _capital(seat.title)}]
    holder.refresh_from_db()
    telling.called_off(holder, by)
    return [_("%(name)s keeps the role: %(role)s.") % {"name": holder.person.name, "role": seat.title}]


def carry_out_due_handovers(on: dt.date | None = None) -> int:
    """Do the hand-overs whose day has come; safe to run at any time, also twice at once."""
    on = on or norwegian.today()
    begun = RoleTerm.objects.filter(since__lte=on, started_at__isnull=True)
    ended = RoleTerm.objects.filter(until__lte=on, ended_at__isnull=True)
    seats = set(begun.values_list("seat", flat=True)) | set(ended.values_list("seat", flat=True))
    for seat in Seat.objects.among(seats):
        with transaction.atomic():
            _lock(seat)
            _carry_out(seat, on=on, by=None)
    return len(seats)


@transaction.atomic
@because(gettext_lazy("Named as deputy"))
def name_deputy(*, seat: Seat, person: User, by: User | None) -> RoleTerm:
    """Give a role one more person who steps in; naming the same twice is one deputy."""
    _lock(seat)
    there = seat.terms.current().filter(person=person).first()
    if there is not None and not there.is_deputy:
        raise ValidationError(_("%(name)s has the role, and cannot be deputy too.") % {"name": person.name})
    if there is None:
        _refuse_many_deputies(seat, by)
    return there or appoint(seat=seat, person=person, capacity=RoleTerm.Capacity.DEPUTY, by=by)


def _refuse_many_deputies(seat: Seat, by: User | None) -> None:
    """Each deputy named gets a mail: those let go the same week count, unless the partners name them."""
    if _may_name_many(by):
        return
    if seat.terms.current().deputies().count() >= MOST_DEPUTIES or _named(seat, "deputy") >= MOST_DEPUTIES:
        raise ValidationError(_("The role has %(n)s deputies already, or had this week.") % {"n": MOST_DEPUTIES})


def _refuse_many_successors(seat: Seat, by: User | None) -> None:
    """Each successor gets a mail, and another when the plan gives way: those of the week count, as with deputies."""
    if not _may_name_many(by) and _named(seat, "holder") >= MOST_SUCCESSORS:
        raise ValidationError(
            _("%(n)s hand-overs of the role have been written this week. Write to %(contact)s for another.")
            % {"n": MOST_SUCCESSORS, "contact": settings.CONTACT_EMAIL}
        )


def _may_name_many(by: User | None) -> bool:
    return by is None or by.is_superuser or roles.is_officer(by)


def _named(seat: Seat, capacity: str) -> int:
    """How many were given a part in the role in the last seven days, also those it was taken from again."""
    lately = timezone.now() - dt.timedelta(days=7)
    found = RoleTerm.history.filter(seat=seat, capacity=capacity, history_type="+", history_date__gt=lately)
    return int(found.count())


def confirm(*, term: RoleTerm) -> None:
    """«Ja, det er fortsatt meg»."""
    RoleTerm.objects.filter(pk=term.pk).update(last_confirmed=timezone.now())


def heard_from(*, person: User) -> None:
    """Signing in, answering or confirming counts as confirmed for a year; written at most once an hour."""
    now = timezone.now()
    if person.last_seen and person.last_seen > now - dt.timedelta(hours=1):
        unconfirmed = RoleTerm.objects.current().of(person).unconfirmed()
        if not unconfirmed.exists():
            return
    person.last_seen = now
    User.objects.filter(pk=person.pk).update(last_seen=now)
    RoleTerm.objects.current().of(person).update(last_confirmed=now)


@transaction.atomic
def be_away(
    *, person: User, until: dt.date, since: dt.date | None = None, instead_of: Absence | None = None
) -> Absence:
    """«Jeg er borte fra … til …», anew or ``instead_of`` one said before, which keeps its first day once begun.

    The same twice is one. Raises ValidationError when it meets another absence.
    """
    since = since or norwegian.today()
    if instead_of is not None and instead_of.has_begun:
        since = instead_of.since
    if until <= since:
        raise ValidationError(_("Choose a day after the first day away."))
    User.objects.select_for_update().get(pk=person.pk)
    others = Absence.objects.of(person).overlapping(since, until)
    if instead_of is not None:
        others = others.exclude(pk=instead_of.pk)
    for other in others:
        if (other.since, other.until) == (since, until):
            return other
        days = {"since": norwegian.format_day(other.since), "until": norwegian.format_day(other.until)}
        raise ValidationError(_("You have said already that you are away from %(since)s to %(until)s.") % days)
    absence = instead_of or Absence(person=person)
    absence.since, absence.until = since, until
    absence.full_clean()
    absence.save()
    telling.away(absence)
    return absence


@transaction.atomic
def be_back(*, person: User, on: dt.date | None = None) -> None:
    """End the absence of the day; those planned for later stay. Twice is the same as once."""
    on = on or norwegian.today()
    for absence in Absence.objects.of(person).on(on):
        telling.not_away(absence)
        if absence.since == on:
            absence.delete()
        else:
            absence.until = on
            absence.save()


@transaction.atomic
def stay(*, absence: Absence) -> None:
    """Cancel an absence that has not begun; one that has is ended by being back."""
    if absence.pk is not None and not absence.has_begun:
        telling.not_away(absence)
        absence.delete()


def _carry_out(seat: Seat, *, on: dt.date, by: User | None, old: RoleTerm | None = None) -> list[str]:
    """``old``: who gives way, when that is no longer among the seat's terms."""
    now = timezone.now()
    begun = list(seat.terms.filter(since__lte=on, started_at__isnull=True).select_related("person"))
    ended = list(seat.terms.filter(until__lte=on, ended_at__isnull=True).select_related("person"))
    for term in begun:
        term.started_at = now
        term.save(update_fields=["started_at"])
        roles.forget(term.person)
        if not term.is_deputy and term.is_current(on):
            telling.welcome(term)
    for term in ended:
        term.ended_at = now
        term.save(update_fields=["ended_at"])
    old = old or next((term for term in reversed(ended) if not term.is_deputy), None)
    new = next((term for term in reversed(begun) if not term.is_deputy and term.is_current(on)), None)
    if old is None and new is None:
        return []
    return _sentences(seat, old, new) + contributions.hand_over(contributions.Handover(old, new, on, by))


def _sentences(seat: Seat, old: RoleTerm | None, new: RoleTerm | None) -> list[str]:
    if new is None:
        return [_("%(role)s has no holder now.") % {"role": _capital(seat.title)}]
    return [_("%(name)s is now %(role)s.") % {"name": new.person.name, "role": seat.title}]


def _later(to: User | None, on: dt.date) -> list[str]:
    day = norwegian.format_day(on)
    if to is None:
        return [_("The role will be without a holder from %(day)s.") % {"day": day}]
    return [_("%(name)s takes over %(day)s. The portal does it that day.") % {"name": to.name, "day": day}]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lock(seat: Seat) -> None:
    Seat.objects.select_for_update().get(pk=seat.pk)


def _began(term: RoleTerm) -> dict[str, str]:
    return {"name": term.person.name, "day": norwegian.format_day(term.since)}


def _drop_plans(seat: Seat, *, by: User | None, keep: User | None = None) -> bool:
    """What was planned and has not been carried out gives way; whether there was anything.

    Who was to take over is told, unless it is ``keep``, who gets another day.
    """
    today = norwegian.today()
    planned = list(seat.terms.holders().not_begun().filter(since__gte=today).select_related("person", "planned_by"))
    for term in planned:
        if term.person != keep:
            telling.called_off(term, by)
            telling.planner(term, by)
        term.delete()
        roles.forget(term.person)
        # Who was to go from deputy to holder that day goes on as deputy.
        seat.terms.deputies().of(term.person).filter(until=term.since, ended_at__isnull=True).update(until=None)
    leaving = seat.terms.holders().filter(until__gte=today, ended_at__isnull=True).update(until=None)
    return bool(planned or leaving)


def _end_deputy(seat: Seat, person: User, on: dt.date) -> None:
    for term in seat.terms.deputies().current(on).filter(person=person):
        if term.since >= on:
            term.delete()
        else:
            term.until = on
            term.save()
