"""The partners' pages: written by those who own them, read by everybody, checked, and their links followed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from overview import waiting
from partnership.common import norwegian
from partnership.partners import addresses, link_check, page_views
from partnership.partners.models import InformationPage, PageLink
from partnership.partners.pages import publishing
from partnership.partners.permissions import can_write_page
from partnership.partners.privacy import erase, person_data
from partnership.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db

TODAY, NOW, DAY = norwegian.today(), timezone.now(), dt.timedelta(days=1)


def page(**words) -> InformationPage:
    """Published, and checked today, unless ``words`` say otherwise."""
    said = {"name": "Veileder", "text": "Les dette.", "published_at": NOW, "checked_on": TODAY}
    return InformationPage.objects.create(**(said | words))


def typed(**words) -> dict[str, object]:
    return {"name": "Veileder", "kind": "guide", "partner": "", "ingress": "", "text": "Les dette."} | words


def told(who: User) -> dict[str, str]:
    items = waiting.waiting(who, TODAY)
    return {item.title: item.sentence for item in items if item.key.startswith("page")}


def test_an_adviser_writes_looks_and_publishes_and_everybody_reads(client: Client):
    ks = factories.PartnerFactory()
    client.force_login(factories.officer("Nina Solem", ks))

    seen = client.post("/sider/ny/", typed(partner=ks.pk, text="## Slik går det", valg="vis"))
    assert "<h2>Slik går det</h2>" in seen.content.decode()
    assert not InformationPage.objects.exists()

    client.post("/sider/ny/", typed(partner=ks.pk, text="## Slik går det"))
    written = InformationPage.objects.get()
    assert (written.is_published, Client().get(written.get_absolute_url()).status_code) == (False, 404)
    asked = client.get(f"/sider/{written.slug}/publisering/").content.decode()
    assert "det som står der, er riktig i dag" in asked
    client.post(f"/sider/{written.slug}/publisering/")

    text = Client().get(written.get_absolute_url()).content.decode()
    assert "<h2>Slik går det</h2>" in text
    assert "av Nina Solem" in text
    assert "KS Trøndelag" in text
    assert "Veileder" in Client().get("/sider/?eier=ks").content.decode()
    assert "Veileder" in Client().get("/partnere/ks/").content.decode()

    client.post(f"/sider/{written.slug}/tilbake/")
    assert Client().get(written.get_absolute_url()).status_code == 404
    assert "Veileder" not in Client().get("/sider/").content.decode()


def test_only_advisers_of_the_owner_write_and_a_page_of_all_is_every_advisers(client: Client):
    ks = factories.PartnerFactory()
    other = factories.PartnerFactory(slug="statsforvalteren", name="Statsforvalteren", short_name="SF")
    nina, rostad, kari = factories.officer("Nina", ks), factories.officer("Håkon", other), factories.contact("Kari")
    own, of_all = page(partner=ks), page(name="Felles")

    may = [[can_write_page(who, one) for one in (own, of_all)] for who in (nina, rostad, kari)]
    many = [set(InformationPage.objects.written_by(who)) for who in (nina, rostad, kari)]

    assert may == [[True, True], [False, True], [False, False]]
    assert many == [{own, of_all}, {of_all}, set()]
    client.force_login(rostad)
    for part, form in (("endre", typed(text="Mitt")), ("sjekket", {}), ("tilbake", {}), ("publisering", {})):
        assert client.post(f"/sider/{own.slug}/{part}/", form).status_code == 403
    assert "Endre teksten" not in client.get(own.get_absolute_url()).content.decode()
    assert client.post("/sider/ny/", typed(partner=ks.pk)).status_code == 422
    assert client.post(f"/sider/{of_all.slug}/endre/", typed(partner=ks.pk, version=1)).status_code == 422


def test_two_editors_lose_nothing_and_a_publication_meanwhile_stands(client: Client):
    one = page(published_at=None, checked_on=None)
    client.force_login(factories.officer())
    publishing.publish(page=one, by=factories.officer())
    client.post(f"/sider/{one.slug}/endre/", typed(text="Den første", version=1))

    answer = client.post(f"/sider/{one.slug}/endre/", typed(text="Den andre", version=1))

    one.refresh_from_db()
    assert (answer.status_code, one.text, one.is_published, one.checked_on) == (422, "Den første", True, TODAY)
    assert "Den første" in answer.content.decode()
    assert "Den andre" in answer.content.decode()
    client.post(f"/sider/{one.slug}/endre/", typed(text="Den andre", version=2))
    one.refresh_from_db()
    assert one.text == "Den andre"


def test_a_draft_is_deleted_and_what_is_published_only_taken_back(client: Client):
    client.force_login(factories.officer())
    one = page(name="Skrevet ved en feil")
    address = f"/sider/{one.slug}/tilbake/"

    client.post(address)
    one.refresh_from_db()
    assert not one.is_published
    assert "Slette utkastet?" in client.get(address).content.decode()
    client.post(address)
    assert InformationPage.objects.exists()
    client.post(address, {"valg": "slett"})

    assert not InformationPage.objects.exists()


def test_what_a_colleague_has_published_meanwhile_is_neither_deleted_nor_taken_back(client: Client):
    client.force_login(factories.officer())
    one = page()

    answer = client.post(f"/sider/{one.slug}/tilbake/", {"valg": "slett"})

    one.refresh_from_db()
    assert (answer.status_code, one.is_published) == (422, True)
    assert "Andre kan holde på å lese den." in answer.content.decode()
    assert "Ta den tilbake?" in answer.content.decode()


def test_it_is_looked_at_anew_under_the_lock_and_a_second_press_is_thanked_as_the_first(client: Client, monkeypatch):
    client.force_login(factories.officer())
    one, delete = page(published_at=None), publishing.delete
    row = InformationPage.objects.filter(pk=one.pk)

    def after(change):
        def late(*, page):
            change()
            delete(page=page)

        monkeypatch.setattr(publishing, "delete", late)
        return client.post(f"/sider/{one.slug}/tilbake/", {"valg": "slett"})

    published = after(lambda: row.update(published_at=NOW))
    assert (published.status_code, row.exists()) == (422, True)
    assert "Ta den tilbake?" in published.content.decode()
    row.update(published_at=None)
    twice = after(row.delete)
    assert (twice.status_code, twice["Location"]) == (302, "/sider/")


@pytest.mark.parametrize("part", ["endre", "publisering", "tilbake", "sjekket"])
def test_what_somebody_else_deleted_meanwhile_is_not_there_any_more(client: Client, monkeypatch, part):
    client.force_login(factories.officer())
    one = page(published_at=None)

    def looked_at_last(user, found):
        publishing.delete(page=found)
        return True

    monkeypatch.setattr(page_views, "can_write_page", looked_at_last)
    answer = client.post(f"/sider/{one.slug}/{part}/", typed())

    assert answer.status_code == 404
    assert "Vi finner ikke" in answer.content.decode()
    assert not InformationPage.objects.exists()


def test_without_text_nothing_is_saved_or_published(client: Client):
    client.force_login(factories.officer())

    answer = client.post("/sider/ny/", typed(name="", text=" ", ingress="Kort sagt"))

    assert answer.status_code == 422
    assert "Kort sagt" in answer.content.decode()
    for text in (" ", "x" * 20_001):
        answer = client.post("/sider/ny/", typed(text=text))
        assert answer.status_code == 422
    assert answer.context["form"].errors["text"] == ["Skriv høyst 20000 tegn."]
    assert not InformationPage.objects.exists()
    empty = page(text="", published_at=None)
    assert client.post(f"/sider/{empty.slug}/publisering/").status_code == 422


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "[her](javascript:alert(1))", "![x](x onerror=alert(1))", "<img src=x onerror=a()>",
    '[her](https://a.example/"onmouseover="alert(1))', "<https://a.example/><iframe src=//b.example></iframe>",
    "[her](data:text/html;base64,PHNjcmlwdD4=)",
])  # fmt: skip
def test_what_is_written_is_text_and_never_a_program(client: Client, text):
    one = page(text=text, ingress=text)
    client.force_login(factories.officer())

    pages = [
        client.get(one.get_absolute_url()).content.decode(),
        client.get("/sider/").content.decode(),
        client.post("/sider/forhandsvisning/", {"text": text}).content.decode(),
    ]

    for shown in pages:
        body = shown.partition("<main")[2].partition("<script src")[0] or shown
        for bad in ("<script", "<img", "<iframe", 'href="javascript', 'href="data', '" onmouseover', '"onmouseover'):
            assert bad not in body


def test_a_page_is_never_given_an_address_that_leads_elsewhere():
    assert page(name="Ny").slug == "ny-2"
    assert page(name="Forhåndsvisning").slug == "forhandsvisning-2"


def test_addresses_are_those_a_reader_can_press():
    text = (
        "[a](https://a.example/x) <http://b.example/> https://c.example/ [d](/sider/) [e](mailto:e@e.example) "
        "`[f](https://f.example)` [g](javascript:1) [a igjen](https://a.example/x) [h][h]\n\n"
        "[h]: https://h.example/\n\n- "
        f"[i](https://i.example/æ) [lang](https://j.example/{'x' * 400})"
    )

    found = addresses.in_markdown(text)

    assert found == [
        "https://a.example/x", "http://b.example/", "https://h.example/", "https://i.example/%C3%A6",
    ]  # fmt: skip
    assert addresses.in_markdown("") == []


def test_links_follow_the_text_and_what_is_known_of_those_that_stay_is_kept():
    one = page(text="[a](https://a.example/) og [b](https://b.example/)")
    one.links.filter(link="https://a.example/").update(link_checked_at=NOW, link_tried="https://a.example/")

    one.text = "[a](https://a.example/) og [c](https://c.example/)"
    one.save()

    assert {link.link: link.link_checked_at for link in one.links.all()} == {
        "https://a.example/": NOW, "https://c.example/": None,
    }  # fmt: skip


def test_the_task_visits_links_of_what_is_published_one_a_site_and_the_owner_is_told(client: Client, settings):
    settings.CHECK_LINKS = True
    ks = factories.PartnerFactory()
    nina = factories.officer("Nina", ks)
    rostad = factories.officer("Håkon", factories.PartnerFactory(slug="sf", name="SF", short_name="SF"))
    one = page(partner=ks, text="[a](https://a.example/) [to](https://a.example/to) [b](https://b.example/)")
    page(name="Utkast", published_at=None, text="[u](https://u.example/)")
    visited = []

    def answers(link: str) -> bool:
        visited.append(link)
        return "a.example" not in link

    link_check.check_due(now=NOW, answers=answers)
    assert sorted(visited) == ["https://a.example/", "https://b.example/"]
    assert told(nina) == {}
    for days in (1, 2, 3):
        link_check.check_due(now=NOW + days * DAY, answers=answers)

    assert {link.link for link in PageLink.objects.with_broken_link()} == {
        "https://a.example/",
        "https://a.example/to",
    }
    assert told(nina) == {"En side har en lenke som ikke svarer": "Veileder."}
    assert told(rostad) == told(factories.contact()) == {}
    client.force_login(nina)
    assert "2 lenker svarer ikke:" in client.get(one.get_absolute_url()).content.decode()
    assert "Veileder" in client.get("/sider/?vis=sjekk").content.decode()
    client.force_login(rostad)
    assert "lenker svarer ikke" not in client.get(one.get_absolute_url()).content.decode()


def test_after_half_a_year_the_page_says_so_and_the_owner_is_reminded_until_somebody_has_checked(client: Client):
    ks = factories.PartnerFactory()
    nina = factories.officer("Nina Solem", ks)
    old = page(partner=ks, checked_on=TODAY - 181 * DAY)
    page(partner=ks, name="Fersk", checked_on=TODAY - 180 * DAY)
    page(partner=ks, name="Utkast", published_at=None, checked_on=None)
    assert "Må sjekkes" in Client().get(old.get_absolute_url()).content.decode()
    assert told(nina) == {"Sider må sjekkes": "Veileder."}
    client.force_login(nina)
    listed = client.get("/sider/?vis=sjekk").content.decode()
    assert ("Veileder" in listed, "Fersk" in listed) == (True, False)

    client.post(f"/sider/{old.slug}/sjekket/")

    old.refresh_from_db()
    assert (old.checked_on, old.checked_by, told(nina)) == (TODAY, nina, {})
    assert "Må sjekkes" not in client.get(old.get_absolute_url()).content.decode()
    assert old.history.first().history_user == nina


def test_who_checked_is_in_the_own_data_and_taken_out_of_it():
    nina = factories.officer("Nina Solem")
    one = page(checked_on=None)
    publishing.check(page=one, by=nina)
    assert person_data(nina)["checked_pages"] == [{"what": "Veileder", "checked": TODAY}]

    erase(nina, set())

    one.refresh_from_db()
    assert (one.checked_by, one.checked_on) == (None, TODAY)
    assert not InformationPage.history.filter(checked_by=nina).exists()


def test_the_list_asks_as_much_for_many_as_for_few(client: Client, django_assert_max_num_queries):
    ks = factories.PartnerFactory()
    nina = factories.officer("Nina Solem", ks)
    for number in range(20):
        page(partner=ks, name=f"Side {number}", checked_by=nina)
    with django_assert_max_num_queries(3):
        client.get("/sider/")
