"""Contacts and deputies from a spreadsheet: first a plan that says what every row would do, then the doing.

A plan changes nothing. Carrying it out makes a new one from the same rows under a lock, so that what has happened
meanwhile is seen, and does all of it or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from municipalities.models import FouiContact, Municipality
from partnership.common import imports, norwegian
from partnership.common.history import because
from partnership.common.names import person_name
from partnership.partners.permissions import can_keep_person
from partnership.people import terms
from partnership.people.models import RoleTerm, User, phone_validator

# The first heading is what the export writes.
COLUMNS: imports.Columns = {
    "number": ("kommunenummer", "kommunenr", "knr", "nummer"),
    "place": ("kommune", "kommunenavn"),
    "name": ("navn", "kontakt", "kontaktperson"),
    "email": ("e-post", "epostadresse", "mail", "email"),
    "phone": ("telefon", "mobil", "tlf", "telefonnummer"),
    "capacity": ("rolle", "type"),
}
REQUIRED = ("name", "email")
HEADING = [titles[0] for titles in COLUMNS.values()]
CAPACITY_NAMES = {"holder": "kontakt", "deputy": "vara"}
CAPACITIES = {
    "": "holder", "kontakt": "holder", "fouikontakt": "holder", "vara": "deputy", "stedfortreder": "deputy",
}  # fmt: skip
NEW, TAKES_OVER, DEPUTY, DETAILS, DUPLICATE = "new", "takes_over", "deputy", "details", "duplicate"
LABELS = {
    NEW: pgettext_lazy("import row", "New contact"),
    TAKES_OVER: pgettext_lazy("import row", "Takes over"),
    DEPUTY: pgettext_lazy("import row", "New deputy"),
    DETAILS: pgettext_lazy("import row", "New details"),
    imports.SAME: pgettext_lazy("import row", "No change"),
    DUPLICATE: pgettext_lazy("import row", "Duplicate"),
    imports.WRONG: pgettext_lazy("import row", "Wrong"),
}


@dataclass
class Step(imports.Step):
    columns = COLUMNS
    labels = LABELS
    changing = (NEW, TAKES_OVER, DEPUTY, DETAILS)

    note: str = ""
    municipality: Municipality | None = None
    seat: FouiContact | None = None
    person: User | None = None


Plan = imports.Plan[Step]


def read(content: bytes) -> list[imports.Row]:
    """Raises imports.Unreadable."""
    rows = imports.read(content, columns=COLUMNS, required=REQUIRED)
    found = rows[0].cells.keys()
    if not {"number", "place"} & found:
        raise imports.lacking([COLUMNS["number"][0]], found=(COLUMNS[name][0] for name in found))
    return rows


def plan(rows: list[imports.Row]) -> Plan:
    """Four queries, whatever the number of rows."""
    return Plan(list(_Planner(rows).steps()))


@transaction.atomic
def carry_out(*, rows: list[imports.Row], by: User) -> Plan:
    """Do the plan. With an error in any row nothing is done: look at ``errors`` of what is returned."""
    list(FouiContact.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    found = plan(rows)
    if not found.errors:
        with because(_("Import from a spreadsheet")):
            for step in found.steps:
                _do(step, by)
    return found


def export_rows() -> Iterator[list[str]]:
    """As ``read`` wants them: what is exported can be imported again and changes nothing."""
    for seat in FouiContact.objects.open().with_current_terms().select_related("municipality").order_by("sort_place"):
        place = seat.municipality
        for term in seat.current_terms:
            person = term.person
            role = CAPACITY_NAMES[term.capacity]
            yield [place.number, place.name, person.name, person.email, person.phone, role]
        if not seat.current_terms:
            yield [place.number, place.name, "", "", "", ""]


def rows_to_fill_in() -> Iterator[list[str]]:
    """A row for every municipality without a contact; a row left as it is does nothing."""
    for seat in FouiContact.objects.vacant().select_related("municipality").order_by("sort_place"):
        yield [seat.municipality.number, seat.municipality.name, "", "", "", CAPACITY_NAMES["holder"]]


class _Planner:
    def __init__(self, rows: list[imports.Row]) -> None:
        self.rows = rows
        places = list(Municipality.objects.all())
        self.by_number = {place.number: place for place in places}
        self.by_name = {name.lower(): place for place in places for name in place.names}
        self.seats: dict[int, list[FouiContact]] = defaultdict(list)
        for seat in FouiContact.objects.open().with_current_terms().order_by("pk"):
            self.seats[seat.municipality_id].append(seat)
        for place in places:
            if place.pk not in self.seats:
                self.seats[place.pk] = [_role_to_make(place)]
        emails = [row.cells.get("email", "").lower() for row in rows]
        self.people = {person.email.lower(): person for person in User.objects.with_addresses(emails)}
        self.seen: dict[tuple[int, str], int] = {}
        # Roles this file has spoken of, and in which row: a holder who stands in the file is not handed over from.
        self.taken: dict[int, int] = {}
        numbers = {row.cells.get("email", "").lower(): row.number for row in reversed(rows)}
        for seat in chain.from_iterable(self.seats.values()):
            for term in seat.current_terms:
                if not term.is_deputy and term.person.email.lower() in numbers:
                    self.taken[id(seat)] = numbers[term.person.email.lower()]

    def steps(self) -> Iterator[Step]:
        for row in self.rows:
            if not any(row.cells.get(name) for name in ("name", "email", "phone")):
                continue  # a municipality without a contact, as the export writes it
            step = Step(row)
            self._check(step)
            if not step.errors:
                self._decide(step)
            yield step

    def _check(self, step: Step) -> None:
        cells = step.row.cells
        step.municipality = self._place(step)
        if not cells["name"]:
            step.wrong("name", _("The name is missing."))
        elif len(cells["name"]) > 120:
            step.wrong("name", _("The name is too long."))
        else:
            try:
                person_name(cells["name"])
            except ValidationError as error:
                step.wrong("name", error.messages[0])
        try:
            validate_email(cells["email"])
            MaxLengthValidator(254)(cells["email"])
        except ValidationError:
            text = _("The address is missing.") if not cells["email"] else _("Not a mail address: «%(value)s».")
            step.wrong("email", text % {"value": cells["email"]})
        if cells.get("phone"):
            try:
                phone_validator(cells["phone"])
            except ValidationError:
                step.wrong("phone", _("Not a phone number: «%(value)s».") % {"value": cells["phone"]})
        if imports.letters(cells.get("capacity", "")) not in CAPACITIES:
            step.wrong("capacity", _("Write «kontakt» or «vara», not «%(value)s».") % {"value": cells["capacity"]})

    def _place(self, step: Step) -> Municipality | None:
        number, name = step.row.cells.get("number", ""), step.row.cells.get("place", "")
        if number:
            place = self.by_number.get(number.zfill(4))
            if place is None:
                step.wrong("number", _("No municipality here has number «%(value)s».") % {"value": number})
            elif name and name.lower() not in {one.lower() for one in place.names}:
                words = {"number": place.number, "name": place.name, "value": name}
                step.wrong("place", _("Number %(number)s is %(name)s, not «%(value)s».") % words)
            return place
        place = self.by_name.get(name.lower())
        if place is None:
            step.wrong("place", _("No municipality here is called «%(value)s».") % {"value": name})
        return place

    def _decide(self, step: Step) -> None:
        assert step.municipality is not None
        cells = step.row.cells
        email, place = cells["email"].lower(), step.municipality
        first = self.seen.setdefault((place.pk, email), step.row.number)
        if first != step.row.number:
            step.action, step.note = DUPLICATE, _("Same municipality and address as row %(n)s.") % {"n": first}
            return
        step.person = self.people.get(email)
        if step.person and not step.person.is_active:
            step.wrong("email", _("The sign-in of %(name)s is closed.") % {"name": step.person.name})
            return
        term = self._term(place, email)
        capacity = CAPACITIES[imports.letters(cells.get("capacity", ""))]
        if term is not None and (term.capacity == capacity or capacity == "deputy"):
            self._details(step, term)
        elif capacity == "deputy":
            self._deputy(step)
        else:
            self._holder(step)
        if step.person and step.changes and step.action != DETAILS and step.person.name != cells["name"]:
            step.note += " " + _("The address belongs to %(name)s; that name is kept.") % {"name": step.person.name}

    def _term(self, place: Municipality, email: str) -> RoleTerm | None:
        terms_here = (term for seat in self.seats[place.pk] for term in seat.current_terms)
        return next((term for term in terms_here if term.person.email.lower() == email), None)

    def _details(self, step: Step, term: RoleTerm) -> None:
        cells, person = step.row.cells, term.person
        changes = []
        if cells["name"] != person.name:
            changes.append(_("name: %(old)s → %(new)s") % {"old": person.name, "new": cells["name"]})
        if cells.get("phone") and cells["phone"] != person.phone:
            changes.append(_("phone: %(old)s → %(new)s") % {"old": person.phone or "–", "new": cells["phone"]})
        if changes:
            step.action, step.note = DETAILS, ", ".join(changes)

    def _deputy(self, step: Step) -> None:
        assert step.municipality is not None
        step.action, step.seat = DEPUTY, self.seats[step.municipality.pk][0]

    def _holder(self, step: Step) -> None:
        """A vacant role first; otherwise the only one changes hands; several held ones need a person's choice."""
        assert step.municipality is not None
        seats = self.seats[step.municipality.pk]
        free = [seat for seat in seats if id(seat) not in self.taken]
        vacant = [seat for seat in free if all(term.is_deputy for term in seat.current_terms)]
        if vacant:
            step.action, step.seat = NEW, vacant[0]
        elif len(free) == 1:
            step.action, step.seat = TAKES_OVER, free[0]
            old = next(term for term in free[0].current_terms if not term.is_deputy)
            step.note = _("%(old)s has the role today and is handed over from.") % {"old": old.person.name}
        else:
            row = next((self.taken[id(seat)] for seat in seats if id(seat) in self.taken), 0)
            text = _("Row %(n)s already names the contact. Write «vara», or add a role first.") if row else _(
                "The municipality has several contacts. Use the hand-over page."
            )  # fmt: skip
            step.wrong("capacity", text % {"n": row})
        if step.seat:
            self.taken[id(step.seat)] = step.row.number


def _do(step: Step, by: User) -> None:
    if not step.changes:
        return
    cells = step.row.cells
    person = terms.invite_person(name=cells["name"], email=cells["email"], phone=cells.get("phone", ""), by=by)
    if can_keep_person(by, person):
        if step.action == DETAILS:
            person.name = cells["name"]
        person.phone = cells.get("phone") or person.phone
        person.save()
    seat = step.seat
    if seat is None:
        return
    if seat.pk is None:
        seat.save()
    if step.action == DEPUTY:
        terms.name_deputy(seat=seat, person=person, by=by)
    else:
        terms.hand_over(seat=seat, to=person, on=norwegian.today(), by=by)


def _role_to_make(place: Municipality) -> FouiContact:
    """For a municipality without the role: made when a row needs it, the same for every row."""
    seat = FouiContact(municipality=place)
    seat.current_terms = []
    return seat
