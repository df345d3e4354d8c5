"""A partner's page is written with a preview and published, and a theme's page read, in a real browser."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from partnership.common import norwegian
from partnership.partners.models import InformationPage, PageLink, Theme
from tests import factories
from tests.browser.pages import looked_at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_page_is_written_seen_beforehand_published_and_checked(browser, live_server):
    ks = factories.PartnerFactory()
    theme = Theme.objects.create(name="Flere eldre", group="challenge")
    page = signed_in(browser, live_server.url, factories.officer("Nina Solem", ks))
    page.goto(f"{live_server.url}/sider/ny/")
    page.get_by_label("Tittel").fill("Slik bruker dere oss")
    page.get_by_label("Flere eldre").check()
    page.get_by_label("Tekst", exact=True).press_sequentially("## Ring oss først")
    page.get_by_role("heading", name="Ring oss først").wait_for()
    looked_at(page, "skriv side")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("link", name="Publiser").click()
    looked_at(page, "publiser")
    page.get_by_role("button", name="Publiser").click()
    page.get_by_text("Publisert. Alle kan lese den.").wait_for()

    made = InformationPage.objects.get()
    made.text += "\n\n[Lenke](https://borte.example/en-svaert-lang-adresse-uten-et-eneste-sted-den-kan-deles-i-to)"
    made.checked_on = norwegian.today() - dt.timedelta(days=300)
    made.save()
    now = timezone.now()
    tried = PageLink.objects.get().link
    PageLink.objects.update(link_tried=tried, link_checked_at=now, link_broken_since=now - dt.timedelta(days=3))
    page.goto(live_server.url + made.get_absolute_url())
    page.get_by_text("En lenke svarer ikke:").wait_for()
    looked_at(page, "side med død lenke")
    page.get_by_role("button", name="Jeg har sjekket siden").click()
    page.get_by_text("Siden er merket som sjekket i dag.").wait_for()
    page.goto(f"{live_server.url}/sider/")
    looked_at(page, "sider")
    page.goto(f"{live_server.url}/temaer/")
    looked_at(page, "temaer")
    page.goto(live_server.url + theme.get_absolute_url())
    page.get_by_role("link", name="Slik bruker dere oss").wait_for()
    looked_at(page, "tema")


def test_without_scripts_a_button_shows_how_it_looks(browser, live_server):
    page = signed_in(browser, live_server.url, factories.officer())
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/sider/ny/")
    plain.get_by_label("Tittel").fill("Side")
    plain.get_by_label("Tekst", exact=True).fill("## Ring oss")
    plain.get_by_role("button", name="Vis hvordan det blir").click()
    plain.get_by_role("heading", name="Ring oss").wait_for()
    assert not InformationPage.objects.exists()
