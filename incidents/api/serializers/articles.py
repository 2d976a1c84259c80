"""Articles as they come in, and how far their reading is."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.api.serializers.briefs import IncidentBrief, SourceBrief
from incidents.api.serializers.fields import Honest, OnRequest, Strict, Text, WordField
from incidents.models import Article, Candidate, Counter, Reading
from incidents.vocabulary import ArticleState, Prominence


class ArticleSubmission(Strict):
    """Exactly one of ``text``, ``html`` and ``file``; a file (text, HTML, PDF, DOCX, EML) is multipart/form-data.

    ``published`` is a day, 2024-01-20, or a moment with its zone: days and clock times of the story are worked
    out from it.
    """

    title = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    text = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    html = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    file = serializers.FileField(required=False, allow_empty_file=True, max_length=300)
    url = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    published = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    source = serializers.CharField(required=False, allow_blank=True, max_length=200)
    language = serializers.CharField(required=False, allow_blank=True, max_length=16)
    byline = serializers.CharField(required=False, allow_blank=True, max_length=500)

    def terms(self) -> dict[str, Any]:
        """The same as ``ingestion.submit`` takes it."""
        given = {name: value for name, value in self.validated_data.items() if value not in (None, "")}
        if file := given.pop("file", None):
            given |= {"data": file.read(), "content_type": file.content_type or "", "file_name": file.name}
        return given


class ArticleInJson(ArticleSubmission):
    """Exactly one of ``text`` and ``html``."""

    file = None


class ArticleSubmissionSchema(OpenApiSerializerExtension):
    target_class = ArticleSubmission
    match_subclasses = True
    priority = 1

    def map_serializer(self, auto_schema, direction):
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        one_of = [{"required": [name]} for name in ("text", "html", "file") if name in self.target.fields]
        return schema | {"oneOf": one_of, "additionalProperties": False}


class Submitted(serializers.ModelSerializer):
    """202: stored, and waiting to be read. ``url`` says how far it is."""

    url = serializers.HyperlinkedIdentityField("api:article-detail")
    state = WordField(ArticleState, read_only=True)

    class Meta:
        model = Article
        fields = ["id", "url", "state"]


class Duplicate(Submitted):
    """200: we have it. ``duplicate_by`` says what is the same: its bytes, its text, or its url and day."""

    duplicate_of = serializers.IntegerField(source="id", read_only=True)
    duplicate_by = serializers.SerializerMethodField()

    class Meta(Submitted.Meta):
        fields = [*Submitted.Meta.fields, "duplicate_of", "duplicate_by"]

    def get_duplicate_by(self, row: Article) -> str:
        return self.context["duplicate_by"]


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(read_only=True)
    points = serializers.FloatField(read_only=True)


class CandidateSerializer(serializers.ModelSerializer):
    """An incident that the draft may be once more; the score is the sum of the points."""

    incident = IncidentBrief(read_only=True)
    reasons = ReasonSerializer(many=True, read_only=True)

    class Meta:
        model = Candidate
        fields = ["incident", "score", "reasons"]


class DraftOfArticle(IncidentBrief):
    """An incident that the article tells of, draft or not. Those that you may not see are not listed.

    ``candidates``, the best first, while it waits for review.
    """

    prominence = WordField(Prominence, read_only=True)
    position = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text="From 0, in the order of reading; null for those who may not see drafts, which have places too.",
    )
    candidates = CandidateSerializer(many=True, read_only=True)

    class Meta(IncidentBrief.Meta):
        fields = [*IncidentBrief.Meta.fields, "prominence", "position", "candidates"]


class ReadingSerializer(serializers.ModelSerializer):
    timings = serializers.DictField(child=serializers.FloatField(), read_only=True)

    class Meta:
        model = Reading
        fields = ["extractor_version", "started_at", "finished_at", "drafts", "counters", "timings"]


class OwnCount(Honest):
    """The article's own count of a campaign."""

    class Meta:
        model = Counter
        fields = ["count", "what", "since", "campaign", "start", "end", "quote"]


INTERNAL = {
    *("state", "reason", "attempts", "byline", "content_type", "story", "submitted_at", "updated_at"),
}


class ArticleSerializer(Honest):
    """``story`` is the first of a group of near-identical articles; null for the first itself.

    Who only reads what is published is told what incidents cite: how an article came in and was read, its byline
    and its story are null for them.
    """

    url = serializers.HyperlinkedIdentityField("api:article-detail")
    original_url = Text(source="url", help_text="The outlet's address of it.")
    source = SourceBrief(read_only=True, allow_null=True)
    state = WordField(ArticleState, read_only=True, allow_null=True)

    class Meta:
        model = Article
        fields = [
            *("id", "url", "state", "reason", "attempts", "title", "source", "original_url", "byline"),
            *(
                "published_on",
                "published_at",
                "language",
                "content_type",
                "story",
                "submitted_at",
                "updated_at",
            ),
        ]
        read_only_fields = fields
        extra_kwargs = {name: {"allow_null": True} for name in INTERNAL}

    def to_representation(self, row: Article) -> dict[str, Any]:
        told = super().to_representation(row)
        return told if self.context["is_whole"](row) else told | dict.fromkeys(INTERNAL & told.keys())


class ArticleDetail(OnRequest, ArticleSerializer):
    """``text``, which all spans point into, is told with include=text to those who may read articles.

    ``readings`` and ``counters`` are empty for those who may not see drafts.
    """

    drafts = serializers.SerializerMethodField()
    counters = OwnCount(many=True, read_only=True)
    readings = ReadingSerializer(many=True, read_only=True)
    text = serializers.CharField(read_only=True)

    class Meta(ArticleSerializer.Meta):
        fields = [*ArticleSerializer.Meta.fields, "drafts", "counters", "readings", "text"]
        read_only_fields = fields

    optional = ("text",)

    @extend_schema_field(DraftOfArticle(many=True))
    def get_drafts(self, row: Article) -> list[dict[str, Any]]:
        brief = IncidentBrief(context=self.context).to_representation
        candidates = CandidateSerializer(many=True, context=self.context).to_representation
        places = self.context["tells_drafts"]
        return [
            brief(report.incident)
            | {"prominence": report.prominence, "position": report.position if places else None}
            | {"candidates": candidates(report.incident.candidates.all())}
            for report in row.reports.all()
        ]
