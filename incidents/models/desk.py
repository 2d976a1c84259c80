"""What the review desk keeps about people's work, beside the incidents themselves."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from incidents.models.articles import Source
from incidents.models.evidence import Statement
from incidents.models.incidents import Incident
from incidents.models.revisions import tracked
from incidents.vocabulary import JobState, NoticeKind, Outcome, RowOutcome


@tracked()
class Verdict(models.Model):
    """What a person made of one field: what the reader is scored by, and what makes the field *confirmed*.

    The last one of each field stands; the ones before are its revisions. ``field`` is named as statements name
    it. ``reader_value`` and ``confidence`` are the reader's, null where it had found nothing.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="verdicts")
    field = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    statement = models.ForeignKey(
        Statement, on_delete=models.SET_NULL, null=True, blank=True, related_name="verdicts"
    )
    reader_value = models.JSONField(null=True, blank=True)
    value = models.JSONField(null=True, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="verdicts", db_index=False
    )
    extractor_version = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verdicts")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["incident", "field"]
        constraints = [models.UniqueConstraint(fields=["incident", "field"], name="verdict_is_one")]
        indexes = [
            models.Index(fields=["at", "field", "outcome"], name="verdict_by_time"),
            models.Index(fields=["source", "at"], name="verdict_by_source"),
            # the last of each, and which fields and versions occur, from one to the next
            models.Index(fields=["field", "at"], name="verdict_by_field"),
            models.Index(fields=["extractor_version", "at"], name="verdict_by_version"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.get_outcome_display().lower()}"


@tracked()
class Comment(models.Model):
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(max_length=5000)
    at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["incident", "at", "id"]
        indexes = [models.Index(fields=["author", "-at"], name="comment_by_author")]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"


class Notice(models.Model):
    """A line in somebody's inbox. ``by`` is who caused it; nobody gets one for what he did himself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, null=True, blank=True, related_name="notices"
    )
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="notices"
    )
    job = models.ForeignKey("Job", on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["user", "read_at", "-at"], name="notice_inbox")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, for {self.user}"


class Visit(models.Model):
    """Who has an incident's page open. The page says so every few seconds; what is older than that is gone."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["incident", "-seen_at"]
        constraints = [models.UniqueConstraint(fields=["incident", "user"], name="visit_is_one")]

    def __str__(self) -> str:
        return f"{self.user} has {self.incident} open"


class Skip(models.Model):
    """A draft that somebody passed over: in his queue it comes last, after what he passed over before it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skips")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="skips")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["user", "at"]
        constraints = [models.UniqueConstraint(fields=["user", "incident"], name="skip_is_one")]

    def __str__(self) -> str:
        return f"{self.user} skipped {self.incident}"


class SavedView(models.Model):
    """A filtered list under a name. ``query`` is the query string of its address, without the page."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    page = models.CharField(max_length=40, help_text="The list that it is a view of: the name of its URL.")
    query = models.TextField(blank=True)
    is_shared = models.BooleanField("shared", default=False, help_text="Shown to all who review.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_is_one")]

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """One verb over many incidents, done in the background, row by row.

    ``asked`` is what the verb is to do (the new values, the reason); ``query`` how the incidents were chosen,
    blank where they were ticked one by one.
    """

    verb = models.CharField(max_length=20)
    asked = models.JSONField(default=dict, blank=True)
    query = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    state = models.CharField(max_length=20, choices=JobState.choices, default=JobState.QUEUED)
    language = models.CharField(
        max_length=10,
        default="en",
        editable=False,
        help_text="In which its rows say what became of them: that of who started it.",
    )
    reason = models.TextField(blank=True, help_text="Why it failed as a whole.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.verb} ({self.created_at:%Y-%m-%d %H:%M})"


class JobRow(models.Model):
    """What a job does to one incident. ``outcome`` is blank until it is its turn."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="rows")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="job_rows")
    seen_version = models.PositiveIntegerField(
        help_text="The version that was chosen; a later one is refused."
    )
    outcome = models.CharField(max_length=20, choices=RowOutcome.choices, blank=True)
    message = models.TextField(blank=True)
    step = models.UUIDField(
        null=True, blank=True, help_text="The step of the history that it made, to be undone by."
    )

    class Meta:
        ordering = ["job", "id"]
        constraints = [models.UniqueConstraint(fields=["job", "incident"], name="job_row_is_one")]
        indexes = [models.Index(fields=["job", "outcome", "id"], name="job_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.job}: {self.incident}"
