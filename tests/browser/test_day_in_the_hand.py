"""The day and what follows it, on the narrowest phone and without a mouse."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from meetings.day import running
from meetings.groups import composing
from meetings.invitations import answering, inviting
from meetings.minutes import publishing
from meetings.models import Audience, AudienceGuest, Meeting, Minutes, NoteField, ProgrammeItem
from meetings.planning import programme
from partnership.mail import tasks as mail_tasks
from tests import factories
from tests.browser import meeting_days
from tests.browser.meeting_days import goes_back
from tests.browser.pages import Keyboard, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "## Kompetansemeglersamarbeidsavtaleforhandlinger\n\n- https://files.example/" + "a" * 90
TARGETS = "a[href]:not(.ds-skip-link), button, input:not([type=hidden]), select, textarea, summary"
# A box that is ticked is as large as its label.
TOO_SMALL = """elements => elements.filter(one => {
    const boxes = [one, ...(one.labels ?? [])].map(part => part.getBoundingClientRect());
    const [width, height] = [Math.max(...boxes.map(b => b.width)), Math.max(...boxes.map(b => b.height))];
    return boxes[0].width && (width < 24 || height < 24);
}).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def meeting(settings, live_server, smtp_sink):
    """Kari and a guest, in one group of a long name that everybody sees; it began ten minutes ago."""
    settings.PORTAL_URL = live_server.url
    factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta"))
    start = timezone.now() + dt.timedelta(hours=1)
    made = factories.meeting(
        start=start, end=start + dt.timedelta(hours=2), place="Rådhuset", join_service="Teams",
        challenge="Hvordan kommer vi i gang med forskningssamarbeidet?",
    )  # fmt: skip
    AudienceGuest.objects.create(meeting=made, name="Gunn Ness", email="gunn@sintef.example", role="researcher")
    Audience.objects.create(meeting=made, kinds=["contact"])
    inviting.invite(meeting=made, by=made.host)
    mail_tasks.sweep()
    for one in made.invitations.all():
        answering.answer(invitation=one, reply="comes", attends="room", source="link")
    for order, title in enumerate(["Velkommen", "Gruppearbeid om kompetanse og rekruttering", "Oppsummering"]):
        ProgrammeItem.objects.create(meeting=made, order=order, title=title, minutes=40)
    composing.propose(meeting=made, size=6)
    composing.show(meeting=made, is_shown=True)
    made.groups.update(room="Formannskapssalen", join_url="https://teams.example/gruppe")
    made.materials.create(title="Lysark", url="https://files.example/lysark")
    goes_back(made, by=dt.timedelta(minutes=70))
    return made


def of(meeting: Meeting, name: str):
    return meeting.invitations.get(name=name)


def begin_next(meeting: Meeting) -> None:
    """As another organiser does, from a page that is up to date."""
    entries = programme.schedule(meeting)
    running.begin_next(meeting=meeting, item=running.now(entries).following.item.pk)


def by_link(browser, sink, invitation, page: str = ""):
    return meeting_days.by_link(browser, sink, invitation, page, width=320, height=640)


def in_order(page) -> None:
    """What Tab stops at in the page's own part comes from top to bottom, and what has the focus shows it."""
    stops = page.evaluate(f"[...document.querySelector('main').querySelectorAll('{TARGETS}')].length")
    page.locator("main").focus()
    tops = []
    for _stop in range(stops):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(one => one.closest('main') && [one.getBoundingClientRect().top + scrollY, "
            "getComputedStyle(one).outlineStyle + getComputedStyle(one).boxShadow])(document.activeElement)"
        )
        if found is None:
            break
        tops.append(found[0])
        assert found[1] != "nonenone", page.evaluate("document.activeElement.outerHTML")
    assert tops == sorted(tops)


def test_a_guest_reaches_everything_of_the_day_by_keyboard(browser, smtp_sink, meeting):
    page = by_link(browser, smtp_sink, of(meeting, "Gunn Ness"))
    page.keyboard.press("Tab")
    gunn = Keyboard(page)
    gunn.press("link", "Følg møtet")
    assert page.locator(".day-title").text_content() == "Velkommen"
    assert "Gruppearbeid" in page.locator(".day-next").text_content()
    in_order(page)
    for link in ("Bli med på Teams", "Bli med i gruppen digitalt", "Lysark"):
        page.locator("main").focus()
        gunn.to(page.get_by_role("link", name=link))
    page.locator("main").focus()
    gunn.press("link", "Notatene til gruppen")
    in_order(page)
    page.locator("main").focus()
    gunn.write("Hvordan kommer vi i gang med forskningssamarbeidet?", "Ring NTNU")
    page.get_by_text("Lagret", exact=True).wait_for()
    assert NoteField.objects.get().text == "Ring NTNU"
    page.locator("main").focus()
    gunn.press("link", "Til dagen")
    page.get_by_role("heading", name="Gruppen din").wait_for()


def test_who_is_signed_in_reaches_the_notes_from_the_first_page(browser, live_server, meeting):
    page = signed_in(browser, live_server.url, of(meeting, "Kari Vik").person)
    page.goto(live_server.url + f"/moter/{meeting.pk}/")
    kari = Keyboard(page)
    kari.press("link", "Følg møtet")
    in_order(page)
    page.locator("main").focus()
    kari.press("link", "Notatene til gruppen")
    page.locator("main").focus()
    kari.write("Hvordan kommer vi i gang med forskningssamarbeidet?", "Spør de ansatte")
    page.get_by_text("Lagret", exact=True).wait_for()
    page.locator("main").focus()
    kari.press("link", "Til dagen")
    page.wait_for_url("**/dagen/")


@pytest.mark.parametrize("link", ["Notatene til gruppen", "Bli med på Teams", "Lysark"])
def test_the_focus_stays_where_it_is_when_the_programme_moves(browser, smtp_sink, meeting, link):
    page = by_link(browser, smtp_sink, of(meeting, "Gunn Ness"), "dagen/")
    said = page.locator("#na-sagt").element_handle()
    page.locator("main").focus()
    Keyboard(page).to(page.get_by_role("link", name=link))

    begin_next(meeting)

    page.locator(".day-title", has_text="Gruppearbeid").wait_for(timeout=8000)
    assert page.evaluate("document.activeElement.innerText") == link
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    # The same element says what is new: a screen reader follows none that comes with its words in it.
    assert said.evaluate("one => [one.isConnected, one.textContent.trim()]") == [
        True, "Nå: Gruppearbeid om kompetanse og rekruttering",
    ]  # fmt: skip


def test_the_organisers_focus_stays_on_the_button(browser, live_server, meeting):
    page = signed_in(browser, live_server.url, meeting.host)
    page.goto(live_server.url + f"/moter/{meeting.pk}/dagen/")
    host = Keyboard(page)
    host.press("button", "Fem minutter til")
    page.locator("main").focus()
    host.to(page.get_by_role("button", name="Angre"))

    begin_next(meeting)

    page.locator(".day-title", has_text="Gruppearbeid").wait_for(timeout=8000)
    assert page.evaluate("document.activeElement.innerText") == "Angre"


def fits(page, where: str) -> None:
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [320, 320], where
    assert page.locator(TARGETS).evaluate_all(TOO_SMALL) == [], where


def test_everything_fits_a_phone_of_320_pixels(browser, smtp_sink, meeting):
    guest = of(meeting, "Gunn Ness")
    for where in ("", "dagen/", "notat/"):
        fits(by_link(browser, smtp_sink, guest, where), f"during the meeting: {where}")
    goes_back(meeting, by=dt.timedelta(days=3))
    minutes = Minutes.objects.create(meeting=meeting, version=1, text=LONG, author=meeting.host)
    publishing.send_out(meeting=meeting, until=publishing.default_day(), by=meeting.host)
    for where in ("", "notat/", "referat/", "tilbakemelding/"):
        fits(by_link(browser, smtp_sink, guest, where), f"after the meeting: {where}")
    assert minutes.versions.count() == 1
