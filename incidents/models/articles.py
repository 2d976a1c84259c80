"""What comes in: sources, articles, the batches they arrive in, and the readings made of them."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, GeneratedField, Q, Value
from django.db.models.functions import Coalesce, Left, Upper
from django.utils import timezone

from incidents.models.below import article_repeated_above
from incidents.models.revisions import tracked
from incidents.vocabulary import ArticleState, BatchState, ReceiptOutcome, Reliability, SourceScale

UNDER_WAY = (BatchState.QUEUED, BatchState.RUNNING)
SEARCHED_CHARACTERS = 200_000  # PostgreSQL refuses search vectors above 1 MB; stories end long before


@tracked()
class Source(models.Model):
    """An outlet."""

    name = models.CharField(max_length=200)
    aliases = ArrayField(
        models.CharField(max_length=253),
        default=list,
        blank=True,
        help_text="Other names and hosts by which its articles come in.",
    )
    domain = models.CharField(max_length=253, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=16, blank=True)
    reliability = models.CharField(max_length=1, choices=Reliability.choices, default=Reliability.F)
    scale = models.CharField(max_length=20, choices=SourceScale.choices, default=SourceScale.OTHER)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Upper("name"), name="source_name_is_one"),
            models.UniqueConstraint(fields=["domain"], condition=~Q(domain=""), name="source_domain_is_one"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked(exclude=("position", "tries", "queued_to", "totals", "updated_at"))
class Batch(models.Model):
    """One bulk upload, and how far it is: a worker that takes it up goes on at ``position``."""

    file_name = models.CharField(max_length=300)
    path = models.CharField(
        max_length=200,
        blank=True,
        editable=False,
        help_text="Where it is kept; blank once it is not any more.",
    )
    size = models.BigIntegerField(default=0, editable=False, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, db_index=True)
    format = models.CharField(max_length=20)
    shape = models.JSONField(
        default=dict,
        blank=True,
        help_text="Encoding, delimiter, sheet and columns, as found or as corrected.",
    )
    mapping = models.JSONField(default=dict, blank=True, help_text="Column of the file by field of ours.")
    defaults = models.JSONField(
        default=dict,
        blank=True,
        help_text="What holds of lines that do not say: source, language, day or month first.",
    )
    totals = models.JSONField(
        default=dict,
        blank=True,
        help_text="Lines by outcome; once it is done, what reading made of them as well.",
    )
    position = models.BigIntegerField(default=0, editable=False, help_text="Where the next line begins.")
    tries = models.PositiveSmallIntegerField(
        default=0,
        editable=False,
        help_text="How often somebody has gone on from this position, and died of it.",
    )
    queued_to = models.BigIntegerField(
        default=0, editable=False, help_text="The last of its articles whose reading was queued."
    )
    state = models.CharField(max_length=20, choices=BatchState.choices, default=BatchState.QUEUED)
    is_whole = models.BooleanField(
        default=False, editable=False, help_text="Whether every line has its receipt."
    )
    reason = models.TextField(blank=True, help_text="Why it stopped before its end.")
    submitter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="batches")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "batches"
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=UNDER_WAY), name="batch_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.created_at:%Y-%m-%d %H:%M})"


@tracked(exclude=("raw", "text", "search"))
class Article(models.Model):
    """One article as received, and the text that every span points into.

    ``text`` and ``raw`` never change once stored (a trigger refuses). ``published_on`` is the day in
    the outlet's zone; ``published_at`` the moment, where the zone is known.
    """

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="articles", db_index=False
    )
    url = models.URLField(max_length=2000, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True, editable=False)
    title = models.CharField(max_length=1000, blank=True)
    byline = models.CharField(max_length=500, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=16, blank=True, help_text="ISO 639-1; blank while unknown.")
    raw = models.BinaryField(editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    encoding = models.CharField(max_length=40, blank=True, editable=False)
    raw_sha256 = models.CharField(max_length=64, editable=False)
    text = models.TextField(editable=False)
    text_sha256 = models.CharField(max_length=64, editable=False)
    fingerprint = models.BigIntegerField(
        null=True,
        editable=False,
        help_text="64-bit simhash of the text's word shingles, for near-duplicates.",
    )
    state = models.CharField(
        max_length=20, choices=ArticleState.choices, default=ArticleState.RECEIVED, editable=False
    )
    reason = models.TextField(blank=True, editable=False, help_text="Why reading failed, or was not tried.")
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="articles", editable=False
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        editable=False,
    )
    story = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
        help_text="The first article of a group of near-identical ones; null for the first itself.",
    )
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    search = GeneratedField(
        expression=SearchVector(
            Coalesce(F("title"), Value("")),
            Left("text", SEARCHED_CHARACTERS),
            config="english",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-submitted_at", "-id"]
        permissions = [
            ("submit_article", "Can submit articles"),
            ("reread_article", "Can have an article read again"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["raw_sha256"], name="article_bytes_are_one"),
            models.UniqueConstraint(
                fields=["text_sha256"], condition=~Q(text=""), name="article_text_is_one"
            ),
            models.UniqueConstraint(
                fields=["canonical_url", "published_on"],
                condition=~Q(canonical_url="") & Q(published_on__isnull=False),
                name="article_url_and_day_are_one",
            ),
        ]
        indexes = [
            models.Index(fields=["-submitted_at", "-id"], name="article_newest"),
            models.Index(fields=["source", "published_on"], name="article_by_source"),
            models.Index(fields=["state", "-submitted_at", "-id"], name="article_state"),
            models.Index(fields=["updated_at", "id"], name="article_updated"),
            # near-duplicates are sought among the firsts of a few days, in this index alone
            models.Index(
                fields=["published_on", "fingerprint"],
                condition=Q(story__isnull=True, fingerprint__isnull=False),
                name="article_firsts",
            ),
            models.Index(
                fields=["batch", "id"],
                condition=Q(state__in=("received", "reading"), batch__isnull=False),
                name="article_of_batch_waits",
            ),
            GinIndex(fields=["search"], name="article_search"),
        ]
        triggers = [
            article_repeated_above(),
            pgtrigger.ReadOnly(
                name="text_never_changes", fields=["text", "text_sha256", "raw", "raw_sha256"]
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"Article {self.pk}"


@tracked()
class Receipt(models.Model):
    """What became of one line or file of a batch."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="receipts")
    number = models.PositiveIntegerField(help_text="Line of the file, or place in the archive, from 1.")
    original = models.CharField(max_length=500, blank=True, help_text="How the line begins.")
    outcome = models.CharField(max_length=20, choices=ReceiptOutcome.choices)
    field = models.CharField(max_length=50, blank=True, help_text="The field that was at fault.")
    reason = models.TextField(blank=True)
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="receipts"
    )

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="receipt_is_one_per_line")]
        indexes = [models.Index(fields=["batch", "outcome", "number"], name="receipt_outcome")]

    def __str__(self) -> str:
        return f"{self.batch} line {self.number}: {self.get_outcome_display()}"


@tracked()
class Reading(models.Model):
    """One finished run of the extractor over one article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="readings")
    extractor_version = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    drafts = models.PositiveIntegerField(help_text="How many incidents the reader proposed.")
    counters = models.PositiveIntegerField(help_text="How many counts of its own the article gave.")
    timings = models.JSONField(default=dict, help_text="Seconds by stage.")

    class Meta:
        ordering = ["article", "-finished_at"]
        get_latest_by = "finished_at"

    def __str__(self) -> str:
        return f"{self.article}, {self.extractor_version}"
