"""A municipality's own short survey about innovation, and what was answered, without a name."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models.place import Municipality
from municipalities.querysets.survey import SurveyAnswerQuerySet, SurveyQuerySet, SurveyTextQuerySet
from partnership.common import links, norwegian
from partnership.common.ranges import DayRange
from partnership.people.models import User

SURVEY = "survey"
SCALE = range(1, 7)
ENDS = {6: _("6, very much"), 1: _("1, not at all")}

# Six in all, with where somebody works (``sector``). In the words of the national themes where they are alike.
QUESTIONS = {
    "sector": _("Where do you work?"),
    "innovated": _("Has your workplace begun to use something new in the last two years?"),
    "leader": _("Does your leader support that you try new ways?"),
    "taking_part": _("Do you take part in developing what is new?"),
    "means": _("Do you have the time and money to try?"),
    "text": _("What would have helped?"),
}
SCALES = ("leader", "taking_part", "means")


class Sector(models.TextChoices):
    HEALTH = "helse", _("health and care")
    GROWING_UP = "oppvekst", _("childhood and education")
    TECHNICAL = "teknisk", _("technical services")
    CULTURE = "kultur", _("culture")
    ADMINISTRATION = "administrasjon", _("administration")
    OTHER = "annet", _("something else")


class Survey(models.Model):
    """Open from ``opened_on`` to ``closes_on``, both included (Oslo days), or until somebody closes it.

    Nothing of what is answered is read before it has ended, and it is never opened again.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="surveys", verbose_name=_("municipality")
    )
    opened_on = models.DateField(_("opened"), default=norwegian.today, editable=False)
    closes_on = models.DateField(_("last day to answer"))
    for_leader = models.BooleanField(_("The leaders get a print of the result"), default=False)
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    read_on = models.DateField(null=True, blank=True, editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)

    n: int  # how many have answered, where ``with_counts`` has asked

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(opened_on__lte=F("closes_on")), name="survey_opens_before_it_closes"),
            ExclusionConstraint(
                name="survey_one_at_a_time",
                expressions=[
                    ("municipality", RangeOperators.EQUAL),
                    (DayRange("opened_on", "closes_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.opened_on:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("municipalities:survey_result", args=[self.municipality.slug, self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and norwegian.today() <= self.closes_on

    def token(self) -> str:
        return links.make(SURVEY, self.pk, self.link_version)

    def mark_read(self) -> None:
        """Somebody the result is for has had it before them; only the first time counts."""
        if self.read_on is None and not self.is_open:
            self.read_on = norwegian.today()
            self.save(update_fields=["read_on"])


class SurveyAnswer(models.Model):
    """One person's answers. Nothing ties it to the person: no reference, no time, a key that says nothing of the
    order, and no order in the table (``answering.answer``). The key comes with the form, so that a form sent twice is
    one answer. None: «I do not know»."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="answers")
    sector = models.CharField(QUESTIONS["sector"], max_length=14, choices=Sector.choices, blank=True)
    innovated = models.BooleanField(QUESTIONS["innovated"], null=True)
    leader = models.PositiveSmallIntegerField(QUESTIONS["leader"], null=True)
    taking_part = models.PositiveSmallIntegerField(QUESTIONS["taking_part"], null=True)
    means = models.PositiveSmallIntegerField(QUESTIONS["means"], null=True)

    objects = SurveyAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(leader__range=(1, 6)) | Q(leader=None))
                & (Q(taking_part__range=(1, 6)) | Q(taking_part=None))
                & (Q(means__range=(1, 6)) | Q(means=None)),
                name="survey_answer_one_to_six",
            )
        ]

    def __str__(self) -> str:
        return str(self.survey)


class SurveyText(models.Model):
    """What somebody wrote; apart from the answers, so that nobody sees who wrote what, or where they work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="texts")
    text = models.TextField(QUESTIONS["text"], max_length=1000)

    objects = SurveyTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text in a survey")
        verbose_name_plural = _("texts in surveys")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.survey)
