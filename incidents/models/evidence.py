"""Who says what about which field, and the words it stands on."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone

from incidents.models.articles import Article
from incidents.models.incidents import Campaign, Incident
from incidents.models.revisions import tracked
from incidents.vocabulary import Stance

TOLD_AS = {
    "event_type": "sub_event_type",
    "status": "certainty",
    "place": "place_name",
    "place_key": "place",
    "origin": "origin_of_fire",
    "casualties": "casualties_by_side",
    "claimed_by": "claimants",
}
"""Statements name fields as reading does; where the incident calls it otherwise, so does the API."""


def quotes_its_article(name: str) -> pgtrigger.Trigger:
    """Promise 2: the quote is the article's text from start to end. Offsets count characters, as Python does."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NEW.quote IS DISTINCT FROM (
                SELECT substr(text, NEW.start + 1, NEW."end" - NEW.start)
                FROM incidents_article WHERE id = NEW.article_id
            ) THEN
                RAISE EXCEPTION 'quote: expected the words of article % from % to %',
                    NEW.article_id, NEW.start, NEW."end"
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'quote_equals_the_text';
            END IF;
            RETURN NEW;
        """,
    )


def span_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(end__gt=models.F("start")))


@tracked()
class Statement(models.Model):
    """What somebody says about one field of an incident.

    ``speaker`` is blank where the outlet itself tells it. An analyst's own statement has no article,
    an ``author`` and a ``reason``. Rival statements stand side by side; ``is_chosen`` marks those that
    the incident's own value follows.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="statements")
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    field = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    speaker = models.CharField(max_length=300, blank=True)
    stance = models.CharField(max_length=20, choices=Stance.choices, default=Stance.STATED)
    confidence = models.FloatField(default=1.0)
    is_chosen = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
    )
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    merged_from = models.ForeignKey(
        Incident,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="statements_lent",
        editable=False,
        help_text="The merged incident that it came with, and goes back to.",
    )

    class Meta:
        ordering = ["incident", "field", "id"]
        constraints = [
            models.CheckConstraint(name="statement_confidence_0_to_1", condition=Q(confidence__range=(0, 1))),
            models.CheckConstraint(
                name="statement_is_somebodys",
                condition=Q(article__isnull=False) | (Q(author__isnull=False) & ~Q(reason="")),
                violation_error_message="reason: expected why, where a value stands on no article.",
            ),
        ]
        indexes = [
            models.Index(fields=["incident", "field"], name="statement_by_field"),
            models.Index(Upper("speaker"), "id", condition=~Q(speaker=""), name="statement_by_speaker"),
        ]

    def __str__(self) -> str:
        return f"{self.field} = {self.value}"


@tracked()
class Evidence(models.Model):
    """Words of an article that a statement stands on."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="evidence")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="evidence")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()

    class Meta:
        ordering = ["article", "start", "end", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            span_in_order("evidence_span_in_order"),
            models.UniqueConstraint(fields=["statement", "article", "start", "end"], name="evidence_is_one"),
        ]
        triggers = [quotes_its_article("quote_equals_the_text")]

    def __str__(self) -> str:
        return f"“{self.quote}”"


@tracked()
class Counter(models.Model):
    """An article's own count of a campaign: "the 144th attack ... since October 7"."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="counters")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="counters"
    )
    count = models.PositiveIntegerField()
    what = models.CharField(max_length=500)
    since = models.DateField(null=True, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()

    class Meta:
        ordering = ["article", "start", "id"]
        constraints = [
            span_in_order("counter_span_in_order"),
            models.UniqueConstraint(fields=["article", "start", "end"], name="counter_is_one"),
        ]
        triggers = [quotes_its_article("counter_quote_equals_the_text")]

    def __str__(self) -> str:
        return f"{self.count} {self.what}"
