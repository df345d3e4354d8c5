"""Signing in, in a real browser, in every way there is; and what one can change about it."""

from __future__ import annotations

import email
import email.policy

import pytest

from partnership.mail import delivery
from tests import factories
from tests.browser.pages import SignIn, app_code, link_in, mailed_code, with_passkeys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "en lang setning om fjell"


@pytest.fixture
def visitor(browser, live_server, smtp_sink, settings):
    settings.PORTAL_URL = live_server.url
    return SignIn(browser, live_server.url, smtp_sink)


def test_a_mailed_code_lets_in_and_a_wrong_address_looks_no_different(visitor):
    kari, page = factories.contact("Kari Vik"), visitor.page
    visitor.open("/logg-inn/")
    visitor.looks("logg inn")
    seen = []
    for address in ("ukjent@kommune.example", kari.email):
        visitor.asks_for_a_code(address)
        seen.append(page.locator("body").inner_text().replace(address, ""))
    visitor.looks("koden")

    visitor.write("Kode", "feil-kode")
    visitor.press("Logg inn")
    page.get_by_text("Koden er feil.").first.wait_for()
    visitor.looks("feil kode")
    visitor.write("Kode", mailed_code(visitor.sink, kari.email))
    visitor.press("Logg inn")

    page.get_by_role("link", name="Kari Vik").first.wait_for()
    assert seen[0] == seen[1]
    assert visitor.sink.to("ukjent@kommune.example") == []
    assert visitor.faults == []


def test_a_password_and_a_code_app_open_the_workroom_and_codes_in_reserve_let_in_once(visitor):
    nina, page = factories.officer("Nina Solem"), visitor.page
    visitor.with_mailed_code(nina)
    visitor.press("Nina Solem", "link")
    visitor.press("Passord", "link")
    visitor.looks("velg passord")
    visitor.write("Passord", PASSWORD)
    visitor.write("Passordet en gang til", PASSWORD)
    visitor.press("Lagre passordet")
    page.get_by_text("Passordet er lagret.").wait_for()
    visitor.looks("endre passord")
    visitor.out()
    visitor.open("/logg-inn/passord/")
    visitor.looks("logg inn med passord")
    visitor.with_password(nina, PASSWORD)
    page.get_by_role("link", name="Nina Solem").first.wait_for()

    visitor.open("/admin/")
    page.get_by_text("Til dette trenger du et andre steg").wait_for()
    visitor.looks("andre steg")
    visitor.press("Sett opp kodeappen", "link")
    _again(visitor)
    visitor.looks("kodeapp")
    secret = page.locator("#authenticator_secret").inner_text()
    visitor.write("Kode fra appen", app_code(secret))
    visitor.press("Slå den på")
    visitor.sees("Reservekoder")
    visitor.looks("reservekoder")
    codes = page.locator("#recovery_codes li").all_inner_texts()
    assert len(codes) == len(set(codes)) == 10

    visitor.out()
    visitor.with_mailed_code(nina)
    visitor.sees("Ett steg til")
    visitor.looks("ett steg til")
    visitor.write("Kode", app_code(secret))
    visitor.press("Logg inn")
    page.get_by_role("link", name="Nina Solem").first.wait_for()
    visitor.open("/admin/")
    visitor.sees("Partnernes arbeidsrom")

    visitor.out()
    visitor.with_password(nina, PASSWORD)
    visitor.write("Kode", codes[0])
    visitor.press("Logg inn")
    page.get_by_role("link", name="Nina Solem").first.wait_for()
    visitor.out()
    visitor.with_password(nina, PASSWORD)
    visitor.write("Kode", codes[0])
    visitor.press("Logg inn")
    page.get_by_text("Koden er feil.").first.wait_for()
    visitor.write("Kode", codes[1])
    visitor.press("Logg inn")

    visitor.open("/konto/andre-steg/")
    page.get_by_text("Du har 8 igjen.").wait_for()
    visitor.looks("andre steg med kodeapp")
    visitor.press("Lag nye koder", "link")
    _again(visitor)
    visitor.looks("nye reservekoder")
    visitor.press("Lag nye koder")
    assert set(page.locator("#recovery_codes li").all_inner_texts()).isdisjoint(codes)
    visitor.open("/konto/andre-steg/app/fjern/")
    visitor.looks("fjern kodeappen")
    visitor.press("Behold den", "link")
    page.get_by_text("Kodeappen er på.").wait_for()
    visitor.press("Fjern kodeappen", "link")
    visitor.press("Fjern kodeappen")
    page.get_by_text("Kodeappen er fjernet.").wait_for()
    assert visitor.faults == []


def test_a_passkey_alone_lets_in_and_opens_the_workroom(visitor):
    nina, page = factories.officer("Nina Solem"), visitor.page
    with_passkeys(page)
    visitor.with_mailed_code(nina)
    visitor.open("/konto/andre-steg/")
    visitor.press("Legg til en passnøkkel", "link")
    visitor.looks("ny passnøkkel")
    visitor.write("Hva kaller du den? (valgfritt)", "Jobb-pc")
    visitor.press("Lag passnøkkelen")
    visitor.sees("Reservekoder")
    visitor.out()

    visitor.open("/logg-inn/passord/")
    visitor.press("Bruk passnøkkel")
    page.get_by_role("link", name="Nina Solem").first.wait_for()
    visitor.open("/admin/")
    visitor.sees("Partnernes arbeidsrom")

    visitor.out()
    visitor.with_mailed_code(nina)
    visitor.sees("Ett steg til")
    visitor.press("Bruk passnøkkel")
    page.get_by_role("link", name="Nina Solem").first.wait_for()

    visitor.open("/konto/andre-steg/nokler/")
    page.get_by_text("Jobb-pc").first.wait_for()
    visitor.looks("passnøklene")
    page.get_by_role("link", name="Endre navnet").click()
    visitor.sees("Er det deg?")
    visitor.looks("er det deg")
    visitor.press("Bruk passnøkkel")
    visitor.sees("Endre navnet")
    visitor.looks("nytt navn")
    visitor.write("Hva kaller du den?", "Telefonen")
    visitor.press("Lagre")
    page.get_by_role("link", name="Ta bort").click()
    visitor.sees("Fjern passnøkkelen")
    visitor.looks("fjern passnøkkelen")
    visitor.press("Behold den", "link")
    page.get_by_role("link", name="Ta bort").click()
    visitor.press("Fjern passnøkkelen")
    page.get_by_text("Du har ingen passnøkkel.").wait_for()
    assert visitor.faults == []


def test_one_sees_where_one_is_signed_in_and_signs_out_elsewhere(visitor, browser, live_server):
    kari = factories.contact("Kari Vik")
    elsewhere = SignIn(browser, live_server.url, visitor.sink)
    elsewhere.with_mailed_code(kari)
    elsewhere.page.get_by_role("link", name="Kari Vik").first.wait_for()
    visitor.with_mailed_code(kari)
    visitor.open("/konto/okter/")
    assert visitor.page.locator(".row-list > li").count() == 2
    visitor.looks("hvor du er logget inn")

    visitor.press("Logg ut alle andre steder")

    visitor.page.get_by_text("Du er bare logget inn her.").wait_for()
    elsewhere.open("/konto/")
    elsewhere.sees("Logg inn")
    visitor.open("/konto/")
    visitor.sees("Min side")


def test_the_address_is_changed_by_a_code_mailed_to_the_new_one(visitor):
    kari, page = factories.contact("Kari Vik"), visitor.page
    visitor.with_mailed_code(kari)
    visitor.open("/konto/adresse/")
    visitor.looks("adressen")
    visitor.write("Ny adresse", "kari@ny-kommune.example")
    visitor.press("Bytt adresse")
    visitor.sees("Skriv koden")
    visitor.looks("koden til ny adresse")
    visitor.open("/konto/adresse/")
    visitor.looks("adressen underveis")
    visitor.open("/logg-inn/bekreft-adresse/")

    visitor.write("Kode", mailed_code(visitor.sink, "kari@ny-kommune.example"))
    visitor.press("Bekreft adressen")

    page.get_by_text("kari@ny-kommune.example").first.wait_for()
    kari.refresh_from_db()
    assert kari.email == "kari@ny-kommune.example"
    assert visitor.faults == []


def test_a_forgotten_password_is_replaced_by_a_link(visitor):
    kari, page = factories.contact("Kari Vik"), visitor.page
    kari.set_password("det gamle passordet mitt")
    kari.save()
    visitor.open("/logg-inn/glemt-passord/")
    visitor.looks("glemt passord")
    visitor.write("E-post", kari.email)
    visitor.press("Send meg lenken")
    visitor.sees("Se i e-posten din")
    visitor.looks("lenke sendt")

    page.goto(_link(visitor, kari.email))
    visitor.looks("nytt passord")
    visitor.write("Nytt passord", PASSWORD)
    visitor.write("Nytt passord en gang til", PASSWORD)
    visitor.press("Lagre passordet")
    visitor.sees("Passordet er endret")
    visitor.looks("passordet er endret")

    visitor.with_password(kari, PASSWORD)
    page.get_by_role("link", name="Kari Vik").first.wait_for()
    visitor.out()
    page.goto(_link(visitor, kari.email))
    visitor.sees("Lenken virker ikke lenger")
    visitor.looks("brukt lenke")


def _link(visitor, address: str) -> str:
    delivery.deliver()
    [link] = [link_in(mail, "glemt-passord") for mail in visitor.sink.to(address) if "glemt" in _text(mail)]
    return link


def _text(mail: bytes) -> str:
    message = email.message_from_bytes(mail, policy=email.policy.default)
    return message.get_body(("plain",)).get_content()


def _again(visitor) -> None:
    """The portal asks once more who it is before it changes how one signs in."""
    visitor.sees("Er det deg?")
    if not visitor.page.get_by_label("Passord", exact=True).count():
        visitor.looks("er det deg, med kode")
        visitor.press("Bruk passordet", "link")
    visitor.looks("er det deg, med passord")
    visitor.write("Passord", PASSWORD)
    visitor.press("Fortsett")
