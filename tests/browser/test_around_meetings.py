"""What lies around a meeting, looked at in light and dark: imported ones, follow-ups, copies out."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings.after import following_up
from meetings.after.following_up import Responsible
from meetings.invitations import answering, inviting
from meetings.models import Audience, FollowUp, Invitation, Meeting, ProgrammeItem
from partnership.common import documents, norwegian
from tests import factories
from tests.browser.pages import looked_at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = (
    "dato;tittel;type;kommune;svar\n"
    "12.03.2024;Dialogmøte om velferdsteknologi;dialogmøte;Frosta;kom\n"
    "12.03.2024;Dialogmøte om velferdsteknologi;dialogmøte;Verdal;{reply}\n"
)


def csv(reply: str) -> dict[str, object]:
    return {"name": "moter.csv", "mimeType": "text/csv", "buffer": FILE.format(reply=reply).encode()}


@pytest.fixture
def places():
    return [factories.MunicipalityFactory(name=name, slug=name.lower()) for name in ("Frosta", "Verdal")]


def test_past_meetings_come_from_a_file(browser, live_server, places):
    officer = factories.officer("Nina Solem", factories.PartnerFactory(slug="ks"))
    page = signed_in(browser, live_server.url, officer)
    page.goto(live_server.url + "/moter/tidligere/")
    looked_at(page, "import of past meetings")
    page.get_by_role("button", name="Se hva den vil gjøre").click()
    page.get_by_text("Velg en fil.").first.wait_for()
    looked_at(page, "import without a file")

    def chosen(reply: str) -> None:
        page.get_by_label("Regneark").set_input_files(csv(reply))
        page.get_by_role("button", name="Se hva den vil gjøre").click()
        page.get_by_role("heading", name="Dette vil fila gjøre").wait_for()

    chosen("kanskje ikke")
    looked_at(page, "what a file with a wrong row would do")
    assert page.get_by_role("button", name="Importer 2 rader").count() == 0
    chosen("nei")
    looked_at(page, "what a file would do")
    page.get_by_role("button", name="Importer 2 rader").click()
    page.get_by_text("2 rader er importert.").wait_for()
    looked_at(page, "past meetings imported")
    chosen("nei")
    looked_at(page, "what a file with nothing new would do")
    page.goto(live_server.url + "/moter/matrise/")
    page.get_by_text("Frosta").first.wait_for()
    looked_at(page, "who turned up, municipality by municipality")
    assert [meeting.title for meeting in Meeting.objects.exclude(source="")] == ["Dialogmøte om velferdsteknologi"]


@pytest.fixture
def meeting(places):
    """Kari comes to the room, Per digitally; two follow-ups are Kari's, one of them done, and one is late."""
    people = [factories.contact(name, place) for name, place in zip(("Kari Vik", "Per Moen"), places, strict=True)]
    made = factories.meeting(factories.officer("Nina Solem"), place="Rådhuset", purpose="Vi deler **erfaringer**.")
    Audience.objects.create(meeting=made, kinds=["contact"])
    ProgrammeItem.objects.create(meeting=made, order=0, title="Velkommen", minutes=180)
    inviting.invite(meeting=made, by=made.host)
    for person, attends in zip(people, ("room", "digital"), strict=True):
        answering.answer(invitation=factories.invited(made, person), reply="comes", attends=attends, source="link")
    seat = factories.invited(made, people[0]).seat
    today = norwegian.today()
    for text in ("Ringe NTNU om nattilsyn", "Sende lysark", "Søke midler"):
        following_up.add(meeting=made, text=text, to=Responsible(seat=seat), due=today, by=made.host)
    following_up.mark_done(follow_up=FollowUp.objects.get(text="Sende lysark"), note="Sendt til alle.")
    FollowUp.objects.filter(text="Søke midler").update(due=today - dt.timedelta(days=4))
    return made


def test_ones_own_follow_ups_of_all_meetings(browser, live_server, meeting):
    page = signed_in(browser, live_server.url, Invitation.objects.get(name="Kari Vik").person)
    page.goto(live_server.url + "/moter/oppfolging/")
    looked_at(page, "own follow-ups")
    page.get_by_role("link", name="Søke midler").first.click()
    looked_at(page, "one follow-up, signed in")
    page.get_by_role("button", name="Gjort").click()
    page.get_by_text("Gjort. Takk.").wait_for()
    none = signed_in(browser, live_server.url, Invitation.objects.get(name="Per Moen").person)
    none.goto(live_server.url + "/moter/oppfolging/")
    none.get_by_text("Du har ingenting å følge opp.").wait_for()
    looked_at(none, "no follow-ups")


def test_copies_out_of_the_board(browser, live_server, meeting):
    page = signed_in(browser, live_server.url, meeting.host)
    url = f"{live_server.url}/moter/{meeting.pk}/"
    for path, where in (("deltakere/", "participants"), ("nettside/", "text for the website")):
        page.goto(url + path)
        looked_at(page, where)
    badges = page.context.request.get(url + "navneskilt.pdf")
    assert (badges.status, badges.headers["content-type"]) == (200, documents.PDF)
    for path, where in (("takk/", "the mail after the meeting"), ("neste/", "next of the series")):
        page.goto(url + path)
        looked_at(page, where)
