"""The promises of the model, kept by the database itself: no door and no script can break them."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from incidents.models import Article, Casualties, Evidence, Incident, Relation, User, WeaponUse
from incidents.vocabulary import MOVES, RelationKind, Sensitivity, Status
from tests import cast
from tests.cast import alice, bob, charlie
from tests.factories import (
    ArticleFactory,
    BaseFactory,
    IncidentFactory,
    PlaceFactory,
    StatementFactory,
    evidence,
    walk,
)

pytestmark = pytest.mark.django_db


def refused(change, *, match=None):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        change()


class TestPromise1ValuesAreWithinBounds:
    @pytest.mark.parametrize(
        "values",
        [
            {"killed_min": 3, "killed_max": 2},
            {"killed_min": -1},
            {"wounded_min": 1, "wounded_max": 0},
            {"latitude": 90.1, "longitude": 0},
            {"latitude": 0, "longitude": -180.5},
            {"latitude": 33.3, "longitude": None},
            {"date_start": date(1899, 12, 31)},
            {"date_start": date(2024, 1, 20), "date_end": date(2024, 1, 19)},
            {"date_start": date(timezone.now().year + 2, 1, 1), "date_end": None},
            {"date_start": None, "date_end": None, "date_precision": "day"},
            {"date_precision": "unknown"},
        ],
    )
    def test_an_incident_refuses(self, values):
        incident = IncidentFactory()
        refused(lambda: Incident.objects.filter(pk=incident.pk).update(**values))

    def test_null_and_nought_are_two_things(self):
        unknown = IncidentFactory(killed_min=None, killed_max=None)
        nobody = IncidentFactory(killed_min=0, killed_max=0)
        at_least_two = IncidentFactory(killed_min=2, killed_max=None)

        assert set(Incident.objects.filter(killed_min=0)) == {nobody}
        assert set(Incident.objects.filter(killed_min__isnull=True)) == {unknown}
        assert at_least_two in Incident.objects.filter(killed_max__isnull=True)

    def test_figures_by_side_and_of_salvoes_are_ranges_too(self):
        incident = IncidentFactory()
        refused(lambda: Casualties.objects.create(incident=incident, side="US", kind="killed", min=2, max=1))
        refused(
            lambda: WeaponUse.objects.create(
                incident=incident, category="drone", launched_min=5, launched_max=4
            )
        )

    def test_a_place_without_a_point_on_earth_is_refused(self):
        refused(lambda: PlaceFactory(latitude=120))
        refused(lambda: BaseFactory(longitude=500))

    def test_a_merged_incident_points_at_a_living_one(self):
        kept, gone, late = (IncidentFactory(published=True) for _ in range(3))
        refused(lambda: walk(gone, Status.MERGED))  # at nothing
        refused(lambda: walk(gone, Status.MERGED, merged_into=gone))
        walk(gone, Status.MERGED, merged_into=kept)

        refused(lambda: walk(late, Status.MERGED, merged_into=gone))  # at a merged one
        refused(lambda: walk(kept, Status.MERGED, merged_into=late))  # gone would point at a merged one
        refused(lambda: Incident.objects.filter(pk=late.pk).update(merged_into=kept))  # without the status

    def test_an_incident_is_not_related_to_itself(self):
        incident = IncidentFactory()
        refused(
            lambda: Relation.objects.create(
                incident=incident, other=incident, kind=RelationKind.RETALIATES_FOR
            )
        )


class TestPromise2QuotesAreTheArticlesWords:
    def test_a_quote_that_is_not_the_text_is_refused(self):
        statement = StatementFactory()
        refused(
            lambda: Evidence.objects.create(
                statement=statement, article=statement.article, start=0, end=7, quote="rockets"
            ),
            match="expected the words",
        )

    def test_a_quote_cannot_drift_later(self):
        words = evidence(StatementFactory(), "Ain al-Asad")
        refused(lambda: Evidence.objects.filter(pk=words.pk).update(start=words.start + 1))
        refused(lambda: Evidence.objects.filter(pk=words.pk).update(quote="Al Asad"))

    def test_a_span_that_ends_before_it_starts_is_refused(self):
        statement = StatementFactory()
        refused(
            lambda: Evidence.objects.create(
                statement=statement, article=statement.article, start=5, end=5, quote=""
            )
        )

    def test_offsets_count_characters_and_not_bytes(self):
        article = ArticleFactory(text="“🚀🚀” على قاعدة rockets hit")
        words = evidence(StatementFactory(article=article), "rockets")
        assert article.text[words.start : words.end] == "rockets"

    def test_the_text_of_an_article_never_changes(self):
        article = ArticleFactory()
        refused(lambda: Article.objects.filter(pk=article.pk).update(text="another story"))
        refused(lambda: Article.objects.filter(pk=article.pk).update(raw=b"other bytes"))

    def test_its_title_may_be_corrected(self):
        article = ArticleFactory()
        assert Article.objects.filter(pk=article.pk).update(title="A better title") == 1


class TestPromise3AStatusMovesOnlyAlongItsRoad:
    @pytest.mark.parametrize(
        ("old", "new"),
        [(old, new) for old in Status for new in Status if old != new and new not in MOVES[old]],
    )
    def test_no_short_cut(self, old, new):
        incident = IncidentFactory(published=True)
        living = IncidentFactory(published=True)
        roads = {
            Status.DRAFT: [Status.IN_REVIEW, Status.REJECTED, Status.DRAFT],
            Status.IN_REVIEW: [Status.IN_REVIEW],
            Status.PUBLISHED: [],
            Status.REJECTED: [Status.IN_REVIEW, Status.REJECTED],
        }
        for step in roads.get(old, []):
            walk(incident, step)
        if old == Status.MERGED:
            walk(incident, Status.MERGED, merged_into=living)
        target = {"merged_into": living} if new == Status.MERGED else {"merged_into": None}

        refused(lambda: walk(incident, new, **target), match="Invalid transition")

    def test_a_public_id_is_for_life(self):
        incident = IncidentFactory(published=True)
        refused(lambda: Incident.objects.filter(pk=incident.pk).update(public_id="SY-2024-0001"))
        refused(lambda: Incident.objects.filter(pk=incident.pk).update(public_id=None))

    def test_nothing_is_published_without_one(self):
        incident = IncidentFactory()
        walk(incident, Status.IN_REVIEW)
        with pytest.raises(IntegrityError), transaction.atomic():
            walk(incident, Status.PUBLISHED)


class TestPromise5VersionsGrow:
    def test_a_hold_is_not_a_change(self):
        incident = IncidentFactory()
        Incident.objects.filter(pk=incident.pk).update(held_until=timezone.now())
        before = incident.updated_at
        incident.refresh_from_db()
        assert (incident.version, incident.updated_at) == (1, before)

    def test_every_change_counts_however_it_is_made(self):
        incident = IncidentFactory()
        Incident.objects.filter(pk=incident.pk).update(country="SY")
        incident.refresh_from_db()
        incident.summary = "In other words."
        incident.save()
        incident.refresh_from_db()
        assert incident.version == 3


class TestPromise8WhoSeesWhat:
    def test_nobody_sees_a_draft_or_what_is_held_back_without_the_right_to(self):
        public = IncidentFactory(published=True)
        draft = IncidentFactory()
        embargoed = IncidentFactory(published=True)
        restricted = IncidentFactory(published=True)
        Incident.objects.filter(pk=embargoed.pk).update(embargo_until=timezone.now() + timedelta(days=1))
        Incident.objects.filter(pk=restricted.pk).update(sensitivity=Sensitivity.RESTRICTED)

        def seen(user, **kwargs):
            return set(Incident.objects.visible_to(user, **kwargs))

        assert seen(charlie()) == {public}
        assert seen(alice()) == {public, draft}
        editor = bob()
        assert seen(editor) == {public, draft, embargoed, restricted}
        assert seen(editor, drafts=False) == {public}

    def test_each_is_either_seen_or_hidden_and_never_both(self):
        team, others = Group.objects.create(name="team"), Group.objects.create(name="others")
        soon = timezone.now() + timedelta(days=1)
        for held_back in (
            {},
            {"embargo_until": soon},
            {"embargo_until": timezone.now() - timedelta(days=1)},
            {"sensitivity": Sensitivity.RESTRICTED},
            {"sensitivity": Sensitivity.RESTRICTED, "restricted_to": team},
            {"sensitivity": Sensitivity.RESTRICTED, "restricted_to": others, "embargo_until": soon},
        ):
            for published in (True, False):
                incident = IncidentFactory(published=published)
                Incident.objects.filter(pk=incident.pk).update(**held_back)
        member = cast.person("mia", "editor")
        member.groups.add(team)
        root = User.objects.create_superuser("root")
        for user in (charlie(), alice(), bob(), member, root, AnonymousUser()):
            seen, hidden = Incident.objects.visible_to(user), Incident.objects.hidden_from(user)
            assert not set(seen) & set(hidden), user
            assert set(seen) | set(hidden) == set(Incident.objects.all()), user

    def test_an_embargo_ends(self):
        incident = IncidentFactory(published=True)
        Incident.objects.filter(pk=incident.pk).update(embargo_until=timezone.now() - timedelta(seconds=1))
        assert Incident.objects.public().get() == incident


class TestTypesAreDerived:
    def test_the_event_type_cannot_disagree_with_the_sub_type(self):
        incident = IncidentFactory(sub_event_type="mob_violence")
        assert (incident.event_type, incident.disorder_type) == ("riots", "political_violence")
        Incident.objects.filter(pk=incident.pk).update(sub_event_type="agreement")
        incident.refresh_from_db()
        assert incident.event_type == "strategic_developments"
