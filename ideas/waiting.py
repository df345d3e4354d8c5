"""What ideas make wait for whoever they lie with; nothing here says what an idea is about, since it goes by mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas import pages
from ideas.life.stages import Stage
from ideas.models import BrokerRequest, Idea, Reminder
from municipalities import places
from municipalities.models import FouiContact
from partnership.common import norwegian, once
from partnership.common.contributions import Action, Waiting
from partnership.people import roles
from partnership.people.models import SeatKind, User

SOON = 3  # working days before a next date
MOST = 12  # lines of one person; the others are one line together
MOST_READ = 100


def waiting(user: User, on: dt.date) -> Iterator[Waiting]:
    """Through a role whose holder is away they come by ``STANDING_IN``, marked as such. One query, a second for who
    has cases with brokers, and for many people one for all of them (``once``)."""
    seats = own_seats(user, on)
    deputised = {term.seat_id for term in roles.current_terms(user) if term.is_deputy} - seats
    deputised = deputised.difference(*[stand_in.seats for stand_in in roles.stands_in_for(user, on)])
    soon = norwegian.add_working_days(on, SOON)
    found = _found(user, seats, deputised, soon, on)
    if not found:
        return
    contacts = {place: seat for seat, place in _places(user, seats).items()}
    own = [idea for idea in found if _lies_with(idea, user, seats)]
    asked = _asked_of_broker(own)
    due = [idea for idea in own if idea.is_open and _is_due(idea, soon) and idea.pk not in asked]
    yield from _held(due, user, on, soon)
    yield from _said([idea for idea in found if idea.unread_message], own, contacts)
    others = [idea for idea in found if idea not in own and Reminder.Level.DEPUTY in idea.told]
    yield from (_late(idea, contacts.get(idea.municipality_id)) for idea in others[:MOST])
    yield from _leader_unknown(found, contacts, on)


def _asked_of_broker(own: list[Idea]) -> set[int]:
    """Those a broker is being asked about: the question is a line of its own (``with_brokers``)."""
    pks = {idea.pk for idea in own if idea.stage == Stage.BROKERING}
    return pks & once.read("asked of a broker", lambda: _read_asked(pks)) if pks else set()


def _read_asked(pks: set[int]) -> set[int]:
    standing = BrokerRequest.objects.standing()
    rows = standing if once.is_for_many() else standing.filter(idea__in=pks)
    return set(rows.values_list("idea", flat=True))


def _found(user: User, seats: set[int], deputised: set[int], soon: dt.date, on: dt.date) -> list[Idea]:
    """The first to be due first; for many people out of the same rows."""
    if not once.is_for_many():
        return list(Idea.objects.concerning(user, seats, deputised, soon=soon, on=on, most=MOST_READ))
    kept = once.read(("ideas", on), lambda: list(Idea.objects.waiting(soon=soon, on=on).order_by("next_date", "pk")))
    own_places = set(_places(user, seats).values())
    found = []
    for idea in kept:
        if _lies_with(idea, user, seats):
            concerns = bool(idea.unread_message) or (idea.is_open and _is_due(idea, soon))
        else:
            is_next = idea.holder_seat_id in deputised or (idea.municipality_id in own_places and _is_outside(idea))
            is_read_here = bool(idea.unread_message) and idea.lies_with_broker and idea.municipality_id in own_places
            concerns = is_read_here or (is_next and _is_late_and_told(idea, on))
        if concerns:
            found.append(idea)
    return found[:MOST_READ]


def _places(user: User, seats: set[int]) -> dict[int, int]:
    """The municipalities of those of the roles that are a contact's, by role."""
    if not once.is_for_many():
        return {one.pk: one.municipality_id for one in places.contacts(user) if one.pk in seats}
    found = once.read("contacts", lambda: dict(FouiContact.objects.values_list("pk", "municipality")))
    return {seat: found[seat] for seat in sorted(seats) if seat in found}


def _is_outside(idea: Idea) -> bool:
    """With a named person or a broker."""
    is_brokers = idea.holder_seat is not None and idea.holder_seat.kind == SeatKind.BROKER
    return idea.holder_person_id is not None or is_brokers


def _is_late_and_told(idea: Idea, on: dt.date) -> bool:
    is_late = idea.is_open and idea.next_date is not None and idea.next_date < on
    return is_late and Reminder.Level.DEPUTY in idea.told


def own_seats(user: User, on: dt.date) -> set[int]:
    """The roles the person acts in, without those of somebody who is away."""
    absent = [stand_in.seats for stand_in in roles.stands_in_for(user, on)]
    return roles.acting_seats(user, on).difference(*absent)


def holders_without_role(on: dt.date) -> Iterator[int]:
    """Persons named to work on an idea that waits for them, who have no role: they get «Dette venter» too."""
    held = Idea.objects.open().filter(holder_person__isnull=False).values("holder_person")
    yield from User.objects.active().without_current_role(on).filter(pk__in=held).values_list("pk", flat=True)


def _lies_with(idea: Idea, user: User, seats: set[int]) -> bool:
    return idea.holder_person_id == user.pk or idea.holder_seat_id in seats


def _is_due(idea: Idea, soon: dt.date) -> bool:
    return _is_new(idea) or (idea.next_date is not None and idea.next_date <= soon)


def _is_new(idea: Idea) -> bool:
    return idea.stage == Stage.RECEIVED and idea.answered_at is None


def _held(due: list[Idea], user: User, on: dt.date, soon: dt.date) -> Iterator[Waiting]:
    if len(due) > MOST:
        yield _more(len(due) - MOST + 1)
        due = due[: MOST - 1]
    for idea in due:
        yield _line(idea, user, on, is_soon=idea.next_date is not None and idea.next_date <= soon)


def _line(idea: Idea, user: User, on: dt.date, *, is_soon: bool) -> Waiting:
    title, page_title, sentence = _words(idea, on)
    mail_url = pages.from_mail(idea, user)
    return Waiting(
        key=_key(idea, is_soon),
        title=title,
        sentence=sentence,
        url=idea.get_absolute_url(),
        due=idea.next_date,
        minutes=3,
        weight=30,
        actions=_actions(idea, user),
        mail_url=mail_url,
        seat=idea.holder_seat_id,
        page_title=page_title,
    )


def _key(idea: Idea, is_soon: bool) -> str:
    """A mail tells of it when it comes, when its day is near, and once when the day is over."""
    part = ":late" if Reminder.Level.HOLDER in idea.told else ":soon" if is_soon else ""
    return f"idea:{idea.pk}:{idea.next_date:%Y%m%d}{part}"


def _words(idea: Idea, on: dt.date) -> tuple[str, str, str]:
    """In a mail, on the page, and beneath both."""
    assert idea.next_date is not None
    about = {"number": idea.number, "title": idea.title, "stage": idea.get_stage_display()}
    day = norwegian.format_day(idea.next_date)
    if idea.stage == Stage.PAUSED:
        title, page_title = _("Take idea %(number)s up again"), _("Take up again: %(title)s")
        sentence = _("It was on hold until %(day)s.")
    elif idea.next_date < on:
        title, page_title = _("Idea %(number)s wants a new day"), "%(title)s"
        sentence = _("Its day was %(day)s. Give it a new one, and the sender knows what happens.")
    elif _is_new(idea):
        title, page_title, sentence = _("New idea %(number)s"), _("New idea: %(title)s"), _("Answer by %(day)s.")
    else:
        title, page_title = _("The next step for idea %(number)s"), "%(title)s"
        sentence = _("It is %(stage)s. The next step is to be taken by %(day)s.")
    return title % about, page_title % about, sentence % (about | {"day": day})


def _actions(idea: Idea, user: User) -> tuple[Action, ...]:
    first = _("Take it up again") if idea.stage == Stage.PAUSED else _("Open")
    found = [Action(first, idea.get_absolute_url(), mail_url=pages.from_mail(idea, user, "acting"))]
    for label, name in ((_("Need more time"), "more_time"), (_("Give it on"), "hand_on")):
        if url := pages.of(idea, name):
            found.append(Action(label, url, mail_url=pages.from_mail(idea, user, f"acting_{name}")))
    return tuple(found)


def _more(count: int) -> Waiting:
    url = pages.gather()
    return Waiting(
        key=f"ideas-more:{count}",
        title=ngettext("%(n)s more idea waits", "%(n)s more ideas wait", count) % {"n": count},
        sentence=_("Give all of them a new day at once, and take them one by one."),
        url=url,
        minutes=5,
        weight=31,
        actions=(Action(_("See them"), url),),
    )


def _said(written: list[Idea], own: list[Idea], contacts: dict[int, int]) -> Iterator[Waiting]:
    """While a broker has the idea the contact reads what its sender writes."""
    for idea in written:
        if idea.lies_with_broker and idea.municipality_id in contacts:
            yield _unread(idea, contacts[idea.municipality_id])
        elif not idea.lies_with_broker and idea in own:
            yield _unread(idea, idea.holder_seat_id)


def _unread(idea: Idea, seat: int | None) -> Waiting:
    """What the sender has written; also when nothing more is to be done with the idea."""
    url = idea.get_absolute_url()
    return Waiting(
        key=f"idea-message:{idea.unread_message}",
        title=_("The sender of idea %(number)s has written to you") % {"number": idea.number},
        sentence=_("It came %(day)s.") % {"day": norwegian.format_day(norwegian.local(idea.unread_at).date())},
        url=url,
        minutes=3,
        weight=28,
        actions=(Action(_("Read and answer"), url),),
        seat=seat,
        page_title=_("The sender has written: %(title)s") % {"title": idea.title},
    )


def _late(idea: Idea, seat: int | None) -> Waiting:
    """For the deputy when the holder has not answered; for the contact when a named person or a broker has not."""
    assert idea.next_date is not None
    words = {"name": str(idea.holder_person or idea.holder_seat), "day": norwegian.format_day(idea.next_date)}
    return Waiting(
        key=f"idea:{idea.pk}:{idea.next_date:%Y%m%d}:deputy",
        title=_("Idea %(number)s waits for an answer") % {"number": idea.number},
        sentence=_("It lies with %(name)s. The day was %(day)s. You may answer, or ask how it goes.") % words,
        url=idea.get_absolute_url(),
        due=idea.next_date,
        minutes=3,
        weight=32,
        actions=(Action(_("Open"), idea.get_absolute_url()),),
        seat=seat,
        page_title=_("No answer yet: %(title)s") % {"title": idea.title},
    )


def _leader_unknown(found: list[Idea], contacts: dict[int, int], on: dt.date) -> Iterator[Waiting]:
    """Something is late, and the municipality has named nobody above the contact."""
    late = [idea for idea in found if idea.next_date is not None and idea.next_date < on and idea.told]
    places = {idea.municipality for idea in late if idea.municipality_id in contacts}
    for place in sorted(places, key=lambda one: one.sort_name):
        if getattr(getattr(place, "intake", None), "leader_email", ""):
            continue
        url = pages.intake(place) or place.get_absolute_url()
        yield Waiting(
            key=f"idea-leader:{place.pk}",
            title=_("Write your leader's address"),
            sentence=_("An idea in %(place)s is late, and we know nobody to tell.") % {"place": place.name},
            url=url,
            minutes=1,
            weight=45,
            actions=(Action(_("Write the address"), url),),
            seat=contacts[place.pk],
        )
