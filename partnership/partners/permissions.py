"""Who may what with partners, their advisers' roles, schemes and calls."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser

from partnership.common import norwegian
from partnership.partners.models import InformationPage, Partner, PartnerOfficer
from partnership.people import roles
from partnership.people.models import RoleTerm, Seat, SeatKind, User
from partnership.people.permissions import acts_in


def can_keep_funding(user: User | AnonymousUser) -> bool:
    """Change schemes and calls, and say that they are checked: officers."""
    return isinstance(user, User) and (user.is_superuser or roles.is_officer(user))


def can_keep_partners(user: User | AnonymousUser) -> bool:
    return can_keep_funding(user)


def can_begin_page(user: User | AnonymousUser) -> bool:
    """Begin an information page: officers."""
    return can_keep_funding(user)


def can_write_page(user: User | AnonymousUser, page: InformationPage) -> bool:
    """Change, publish, take back and check it: advisers of the partner that owns it; without an owner any adviser."""
    if not isinstance(user, User):
        return False
    if user.is_superuser or page.partner_id is None:
        return can_begin_page(user)
    return Partner.objects.of_officer(user).filter(pk=page.partner_id).exists()


def can_keep_officer(user: User | AnonymousUser, seat: Seat) -> bool:
    """Change an adviser's role: advisers of the same partner. No partner decides who speaks for another."""
    if not isinstance(user, User):
        return False
    acting = PartnerOfficer.objects.among(roles.acting_seats(user))
    return user.is_superuser or acting.same_partner_as(seat).exists()


def can_hand_over(user: User | AnonymousUser, seat: Seat) -> bool:
    """Whoever acts in the role; for an adviser's role others of the same partner, for every other role officers."""
    if not isinstance(user, User):
        return False
    if user.is_superuser or acts_in(user, seat):
        return True
    return can_keep_officer(user, seat) if seat.kind == SeatKind.OFFICER else roles.is_officer(user)


def can_call_off(user: User | AnonymousUser, seat: Seat) -> bool:
    """Drop a planned hand-over: whoever may hand the role over, whoever planned it, and who was to take it over."""
    if not isinstance(user, User):
        return False
    return can_hand_over(user, seat) or seat.terms.holders().planned(norwegian.today()).concerning(user).exists()


def can_see_takeover(user: User | AnonymousUser, term: RoleTerm) -> bool:
    """What a role to be taken over holds: the successor, and whoever may hand it over."""
    return isinstance(user, User) and (term.person_id == user.pk or can_hand_over(user, term.seat))


def can_keep_person(user: User | AnonymousUser, person: User) -> bool:
    """Correct name, address and sign-in: officers, but not of superusers and of another partner's advisers, nor of
    who is to be one: whoever has the address that day has the role."""
    if not isinstance(user, User) or user.is_superuser:
        return isinstance(user, User)
    foreign = PartnerOfficer.objects.held_or_coming_to(person).exclude(partner__in=Partner.objects.of_officer(user))
    return roles.is_officer(user) and not person.is_superuser and not foreign.exists()


def wants_second_step(user: User, seat: Seat) -> bool:
    """Whether saying who has the role wants a second factor: an adviser's role, and every one not one's own."""
    return seat.kind == SeatKind.OFFICER or not acts_in(user, seat)


def may_hand_over_among(user: User | AnonymousUser, seats: Iterable[Seat]) -> set[int]:
    """Keys of those that ``can_hand_over`` says yes to, asked for a whole list at once."""
    if not isinstance(user, User):
        return set()
    wanted = list(seats)
    if user.is_superuser:
        return {seat.pk for seat in wanted}
    acting = roles.acting_seats(user)
    own = PartnerOfficer.objects.filter(partner__in=PartnerOfficer.objects.among(acting).values("partner"))
    colleagues = set(own.values_list("pk", flat=True))
    is_officer = roles.is_officer(user)
    return {
        seat.pk
        for seat in wanted
        if seat.pk in acting or (seat.pk in colleagues if seat.kind == SeatKind.OFFICER else is_officer)
    }
