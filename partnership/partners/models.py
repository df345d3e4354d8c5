"""The partners, their officers, and the money: stable schemes, dated calls."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnership.common import norwegian
from partnership.common.fields import URLField
from partnership.common.named import Named
from partnership.common.versions import Versioned
from partnership.partners import addresses, call_state
from partnership.partners.conditions import STALE_AFTER, Conditions
from partnership.partners.linked import EXCLUDED_FROM_HISTORY, Linked
from partnership.partners.querysets import (
    FundingCallQuerySet,
    FundingSchemeQuerySet,
    InformationPageQuerySet,
    PageLinkQuerySet,
    PartnerOfficerQuerySet,
    PartnerQuerySet,
)
from partnership.partners.terms_of_call import Terms
from partnership.people.models import Seat, SeatKind, User


class Partner(Named):
    """One of the equal partners that own the portal together."""

    short_name = models.CharField(_("short name"), max_length=60)
    role = models.CharField(_("what the partner does, in one line"), max_length=160)
    about = models.TextField(_("about"), blank=True, help_text=_("Markdown."))
    website = URLField(_("website"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Named.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["order", "sort_name"]

    def get_absolute_url(self) -> str:
        return reverse("overview:partner", args=[self.slug])


class PartnerOfficer(Seat):
    """The role of an adviser at a partner."""

    KIND = SeatKind.OFFICER

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="officers", verbose_name=_("partner"))
    task = models.CharField(_("task"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The lowest is shown as the partner's contact.")
    )

    objects = PartnerOfficerQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("adviser's role at a partner")
        verbose_name_plural = _("advisers' roles at partners")

    def place_name(self) -> str:
        return self.partner.short_name


class Theme(Named):
    class Group(models.TextChoices):
        CHALLENGE = "challenge", _("the big challenges")
        COMPETENCE = "competence", _("competence and recruitment")
        OTHER = "other", _("other themes")

    group = models.CharField(_("group"), max_length=12, choices=Group.choices, default=Group.OTHER)

    history = HistoricalRecords(excluded_fields=["sort_name"])

    class Meta(Named.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def get_absolute_url(self) -> str:
        return reverse("overview:theme", args=[self.slug])


class InformationPage(Named, Versioned):
    """What a partner explains, in Markdown: what it offers, a guide, a white paper. For everybody once published."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("what we offer")
        GUIDE = "guide", _("guide")
        GUIDANCE = "guidance", _("national guidance")

    # Addresses beside the pages (``page_urls``).
    reserved: ClassVar[frozenset[str]] = frozenset({"ny", "forhandsvisning"})

    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="pages", verbose_name=_("owning partner")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.GUIDE)
    ingress = models.CharField(_("in one sentence"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    themes = models.ManyToManyField(Theme, related_name="pages", blank=True, verbose_name=_("themes"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    checked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False, verbose_name=_("checked by")
    )

    objects = InformationPageQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sort_name", "version"])

    class Meta(Named.Meta):
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def get_absolute_url(self) -> str:
        return reverse("pages:page", args=[self.slug])

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self._keep_links()

    def _keep_links(self) -> None:
        """A row for each address in the text; what is known of one that stays is kept."""
        wanted = addresses.in_markdown(self.text)
        self.links.exclude(link__in=wanted).delete()
        known = set(self.links.values_list("link", flat=True))
        PageLink.objects.bulk_create(PageLink(page=self, link=link) for link in wanted if link not in known)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_stale(self) -> bool:
        """Never checked, or so long ago that it must not be read as current. The same as ``to_check``."""
        return self.checked_on is None or norwegian.today() - self.checked_on > STALE_AFTER


class PageLink(Linked):
    """An address in the text of an information page."""

    page = models.ForeignKey(InformationPage, models.CASCADE, related_name="links", verbose_name=_("page"))

    objects = PageLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link in a page")
        verbose_name_plural = _("links in pages")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["page", "link"], name="page_link_once")]

    def __str__(self) -> str:
        return str(self.link)


class ResearchOrganisation(Named):
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    website = URLField(_("website"), blank=True)

    history = HistoricalRecords(excluded_fields=["sort_name"])

    class Meta(Named.Meta):
        verbose_name = _("research organisation")
        verbose_name_plural = _("research organisations")


class FundingScheme(Conditions, Named):
    """A way to get money or help that lasts while its calls change. What we do not know is null, and said so."""

    class DeadlineKind(models.TextChoices):
        RUNNING = "running", _("apply at any time")
        FIXED = "fixed", _("fixed deadline")
        ROUNDS = "rounds", _("in rounds")
        UNTIL_SPENT = "until_spent", _("until the money is spent")

    class MunicipalityRole(models.TextChoices):
        APPLICANT = "applicant", _("the municipality applies itself")
        PARTNER = "partner", _("the municipality takes part as a partner")

    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    owner_partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="schemes",
        verbose_name=_("owning partner"),
    )
    owner_name = models.CharField(_("owner"), max_length=120, blank=True, help_text=_("When no partner owns it."))
    purpose = models.TextField(_("purpose, in one plain sentence"))
    municipality_role = models.CharField(
        _("the municipality's part"),
        max_length=10,
        choices=MunicipalityRole.choices,
        default=MunicipalityRole.APPLICANT,
    )
    only_rural = models.BooleanField(
        _("only for rural municipalities"), null=True, blank=True, help_text=_("Of the municipalities.")
    )
    own_share = models.CharField(_("own share"), max_length=300, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="schemes", verbose_name=_("themes"))
    deadline_kind = models.CharField(_("kind of deadline"), max_length=12, choices=DeadlineKind.choices)
    facts_year = models.PositiveSmallIntegerField(_("the facts are from"))
    is_active = models.BooleanField(_("shown"), default=True)

    objects = FundingSchemeQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=EXCLUDED_FROM_HISTORY)

    class Meta(Named.Meta):
        verbose_name = _("funding scheme")
        verbose_name_plural = _("funding schemes")
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_partner__isnull=False) | ~Q(owner_name=""),
                name="scheme_has_owner",
                violation_error_message=_("Choose an owning partner or write who owns it."),
            ),
            *Conditions.Meta.constraints,
        ]

    def get_absolute_url(self) -> str:
        return reverse("partners:scheme", args=[self.slug])

    @property
    def owner(self) -> str:
        return self.owner_partner.name if self.owner_partner else self.owner_name

    @property
    def next_call(self) -> FundingCall | None:
        """The open call that closes first; reads what ``with_calls`` prefetched."""
        dated = [call for call in self.calls.all() if call.closes and not call.is_over]
        return min(dated, key=lambda call: (call.closes, call.pk), default=None)

    @property
    def terms(self) -> Terms:
        """Asks for the themes unless they are prefetched (``with_calls``)."""
        return Terms.of_scheme(self)

    @property
    def live_calls(self) -> list[FundingCall]:
        """Those not over; reads what ``with_calls`` prefetched."""
        return [call for call in self.calls.all() if not call.is_over]


class FundingCall(Conditions):
    """A dated call under a scheme. Times are instants; shown in Europe/Oslo.

    What it does not say itself, the scheme says: ``terms`` reads both. A call closes by the clock alone.
    """

    class State(models.TextChoices):
        COMING = "coming", _("not opened yet")
        OPEN = "open", _("open")
        OVER = "over", _("over")

    scheme = models.ForeignKey(FundingScheme, models.CASCADE, related_name="calls", verbose_name=_("scheme"))
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    opens = models.DateField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    amount = models.CharField(_("what there is in all"), max_length=200, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="calls", verbose_name=_("themes"))
    is_demo = models.BooleanField(_("invented for the demo"), default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FundingCallQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=EXCLUDED_FROM_HISTORY)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = [F("closes").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "title", "year"], name="call_once"),
            *Conditions.Meta.constraints,
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partners:call", args=[self.scheme.slug, self.pk])

    def clean(self) -> None:
        if self.opens and self.closes and norwegian.local(self.closes).date() < self.opens:
            raise ValidationError({"closes": _("The deadline must not be before the call opens.")})

    @property
    def is_over(self) -> bool:
        return self.state_at(timezone.now()) == self.State.OVER

    @property
    def state(self) -> State:
        return self.state_at(timezone.now())

    def state_at(self, now: dt.datetime) -> State:
        """By the clock: open from the first moment of the day ``opens`` in Oslo, over at the instant ``closes``."""
        if self.closes is not None and self.closes <= now:
            return self.State.OVER
        if self.opens is not None and norwegian.local(now).date() < self.opens:
            return self.State.COMING
        return self.State.OPEN

    @property
    def state_words(self) -> str:
        return call_state.words(self)

    @property
    def terms(self) -> Terms:
        """Asks for the themes unless they were read (``with_terms``) or prefetched."""
        return Terms.of(self)
