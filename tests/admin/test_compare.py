"""Same event? The panel of the desk, two incidents side by side, and what is said of them there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.models import Apart, Candidate, Incident, Relation
from incidents.review import apart, link, merge, publish
from tests import cast
from tests.admin.test_desk import page_of, url
from tests.factories import IncidentFactory, ParticipationFactory, ReportFactory, now
from tests.review.pairs import pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """The draft that is open, and the older one that it may be."""
    newer, older = pair()
    reasons = [{"reason": "same base", "points": 4}, {"reason": "a day apart", "points": -3}]
    Candidate.objects.create(draft=newer, incident=older, score=4, reasons=reasons)
    return newer, older


def compare(mine, theirs) -> str:
    return reverse("admin:review_compare", args=[mine.pk, theirs.pk])


def sent(mine, theirs, verb="merge", **rest):
    return {
        "verb": verb,
        "seen_version": now(mine).version,
        "other_version": now(theirs).version,
        **rest,
    }


class TestNothingHidden:
    @pytest.mark.parametrize("hidden", [0, 1])
    def test_is_compared(self, desk, two, hidden):
        Incident.objects.filter(pk=two[hidden].pk).update(sensitivity="restricted")
        assert desk.get(compare(*two)).status_code == 404
        assert desk.post(compare(*two), sent(*two)).status_code == 404
        assert not Incident.objects.filter(status="merged").exists()

    def test_is_named_in_the_panel_whatever_binds_it(self, desk, two, alice):
        mine, theirs = two
        link(mine, theirs, "part_of", by=alice, seen_version=mine.version)
        apart(mine, theirs, by=alice, seen_version=now(mine).version)
        gone = IncidentFactory()
        merge(gone, mine, by=alice, seen_version=1, into_version=now(mine).version)
        Incident.objects.filter(pk__in=[theirs.pk, gone.pk]).update(sensitivity="restricted")
        page = page_of(desk.get(url(mine)))
        assert f"/review/{theirs.pk}/" not in page
        assert f"/review/{gone.pk}/" not in page

    def test_is_found_by_hand(self, desk, two):
        Incident.objects.filter(pk=two[1].pk).update(sensitivity="restricted")
        found = page_of(
            desk.get(reverse("admin:review_same", args=[two[0].pk]), {"q": str(two[1].pk), "part": ""})
        )
        assert url(two[1]) not in found


def test_an_incident_is_not_compared_with_itself(desk, two):
    assert desk.get(compare(two[0], two[0])).status_code == 404


def test_no_inline_script_or_style(desk, two):
    import re

    for address in (compare(*two), reverse("admin:review_split", args=[two[0].pk])):
        source = desk.get(address).content.decode()
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", source) == []


class TestThePanel:
    def test_says_what_agrees_and_what_differs_and_not_by_colour_alone(self, desk, two):
        page = page_of(desk.get(url(two[0])))
        panel = page.partition('id="same-event"')[2].partition("</section>")[0]
        assert "For: same base." in panel
        assert "Against: a day apart." in panel
        assert panel.index("agrees:") < panel.index("Kata'ib")
        assert "differs:" in panel
        assert f"Merge into {two[1]}, with these values" in panel

    def test_says_that_a_published_one_keeps_its_values(self, desk, two, alice):
        done = publish(two[1], by=alice, seen_version=two[1].version)
        assert f"Merge into {done}, which keeps its values" in page_of(desk.get(url(two[0])))

    def test_asks_from_the_other_side_as_well(self, desk, two):
        assert f"Merge {two[0]} into this one" in page_of(desk.get(url(two[1])))

    def test_asks_nothing_of_a_reader_who_may_not_change(self, two):
        from django.contrib.auth.models import Permission
        from django.test import Client

        reader = cast.person("rita", "viewer")
        reader.user_permissions.set(Permission.objects.filter(codename="view_draft"))
        client = Client()
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        page = page_of(client.get(url(two[0])))
        assert compare(*two) in page
        assert 'value="merge"' not in page

    def test_costs_the_same_for_one_and_for_ten(self, desk, two):
        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as found:
                desk.get(url(two[0]))
            return len(found)

        desk.get(url(two[0]))
        one = queries()
        for _ in range(9):
            other = IncidentFactory()
            ReportFactory(incident=other)
            ParticipationFactory(incident=other)
            Candidate.objects.create(draft=two[0], incident=other, score=4)
        assert queries() == one


class TestFoundByHand:
    @pytest.mark.parametrize("typed", ["number", "2024-01-20", "Ain al-Asad", "killed", "kata'ib", "Camp"])
    def test_by_number_day_place_words_actor_and_base(self, desk, two, typed):
        typed = str(two[1].pk) if typed == "number" else typed
        found = page_of(desk.get(reverse("admin:review_same", args=[two[0].pk]), {"q": typed, "part": ""}))
        assert f'id="candidate-{two[1].pk}"' in found
        assert f'id="candidate-{two[0].pk}"' not in found

    @pytest.mark.parametrize("typed", ["", "nothing like it", "2024-13-45", "9" * 30, "'; --", "\0"])
    def test_nothing_by_nonsense(self, desk, two, typed):
        answer = desk.get(reverse("admin:review_same", args=[two[0].pk]), {"q": typed, "part": ""})
        assert answer.status_code == 200
        assert "data-candidate" not in page_of(answer)

    def test_on_a_page_of_its_own_without_a_script(self, desk, two):
        page = page_of(desk.get(reverse("admin:review_same", args=[two[0].pk]), {"q": str(two[1].pk)}))
        assert "1 found" in page


class TestSideBySide:
    def test_what_differs_is_marked_with_who_says_what(self, desk, two):
        page = page_of(desk.get(compare(*two)))
        killed = page.partition('name="take-killed"')[2]
        assert "Killed" in page
        assert "killing"[:4] in killed or "Rockets" in killed
        assert 'name="take-country"' not in page  # the same on both sides

    def test_the_older_one_stays_and_can_be_turned_round(self, desk, two):
        page = page_of(desk.get(compare(*two)))
        assert f"Merge {two[0]} into {two[1]}" in page
        turned = page_of(desk.get(compare(*two), {"stays": two[0].pk}))
        assert f"Merge {two[1]} into {two[0]}" in turned

    def test_where_the_one_that_stays_has_nothing_the_other_is_offered(self, desk, two):
        page = page_of(desk.get(compare(*two)))
        wounded = page.partition('name="take-wounded" value="theirs"')[0].rpartition("<input")[2]
        assert 'name="take-wounded" value="mine" checked' in page
        assert "checked" not in wounded


class TestMerging:
    def test_field_by_field(self, desk, two):
        mine, theirs = two
        choices = {"take-killed": "mine", "take-summary": "theirs", "take-participations": "both"}
        answer = desk.post(compare(*two), sent(*two, **choices), follow=True)
        assert "was merged into" in page_of(answer)
        after = now(theirs)
        assert (after.killed_min, after.summary, now(mine).merged_into) == (5, "Three were killed.", theirs)
        assert [p.name for p in after.participations.all()] == ["Kata'ib", "soldiers"]

    def test_all_of_mine(self, desk, two):
        desk.post(compare(*two), sent(*two, all="mine"))
        after = now(two[1])
        assert (after.killed_min, after.wounded_min, after.damage) == (5, 2, "minor")
        assert str(after.date_start) == "2024-01-21"

    def test_all_of_one_takes_nothing_away_where_it_is_empty(self, desk, two):
        mine, theirs = two
        Incident.objects.filter(pk=theirs.pk).update(origin_of_fire="Anbar")
        desk.post(compare(mine, theirs), sent(mine, theirs, all="mine"))
        after = now(theirs)
        assert (after.killed_min, after.origin_of_fire) == (5, "Anbar")

    def test_into_one_that_is_published_leads_on_to_the_next_draft(self, desk, two, alice):
        mine, theirs = two
        publish(theirs, by=alice, seen_version=theirs.version)
        following = IncidentFactory()
        answer = desk.post(compare(mine, theirs), sent(mine, theirs))
        assert answer.headers["Location"] == url(following)

    def test_turned_round(self, desk, two):
        desk.post(compare(*two), sent(*two, stays=two[0].pk))
        assert (now(two[1]).merged_into, now(two[0]).killed_min) == (two[0], 5)

    def test_with_an_old_version_says_so_and_keeps_what_was_chosen(self, desk, two):
        data = sent(*two, **{"take-killed": "mine"}) | {"other_version": 0}
        answer = desk.post(compare(*two), data)
        assert answer.status_code == 409
        assert "was changed meanwhile" in page_of(answer)
        assert 'name="take-killed" value="mine" checked' in page_of(answer)

    def test_what_is_refused_is_said_by_the_fields_name(self, desk, two, alice):
        publish(two[1], by=alice, seen_version=two[1].version)
        answer = desk.post(compare(*two), sent(*two, all="mine"))
        assert answer.status_code == 422
        assert "Killed: expected the value of IQ-2024-0001, which is published" in page_of(answer)

    def test_an_unknown_verb_or_choice_is_refused(self, desk, two):
        assert desk.post(compare(*two), sent(*two, verb="explode")).status_code == 422
        assert desk.post(compare(*two), sent(*two, **{"take-killed": "nobody's"})).status_code == 422

    def test_the_merged_one_leads_on_and_can_be_looked_at_and_undone(self, desk, two):
        mine, theirs = two
        desk.post(compare(*two), sent(*two))
        answer = desk.get(url(mine), follow=True)
        assert answer.redirect_chain[-1][0] == url(theirs)
        assert f"{mine} was merged into {theirs}." in page_of(answer)
        page = page_of(desk.get(f"{url(mine)}?merged"))
        assert "Undo the merge" in page
        done = desk.post(
            reverse("admin:review_unmerge", args=[mine.pk]), {"seen_version": now(mine).version}, follow=True
        )
        assert "stands by itself again" in page_of(done)
        assert now(mine).status == "draft"

    def test_undone_from_an_old_page_nothing_happens(self, desk, two):
        desk.post(compare(*two), sent(*two))
        done = desk.post(reverse("admin:review_unmerge", args=[two[0].pk]), {"seen_version": 0}, follow=True)
        assert "Nothing was done" in page_of(done)
        assert now(two[0]).status == "merged"


class TestBonds:
    def test_not_the_same_is_remembered_and_taken_back(self, desk, two):
        desk.post(compare(*two), sent(*two, verb="apart", reason="two hours apart"))
        assert Apart.objects.get().reason == "two hours apart"
        page = page_of(desk.get(url(two[0])))
        assert "data-candidate" not in page
        assert "two hours apart" in page
        desk.post(compare(*two), sent(*two, verb="ask_again"))
        assert "data-candidate" in page_of(desk.get(url(two[0])))

    def test_a_script_is_given_the_panel_alone(self, desk, two):
        answer = desk.post(compare(*two), sent(*two, verb="apart"), headers={"X-Part": "1"})
        page = page_of(answer)
        assert page.lstrip().startswith("<section")
        assert "Nobody is asked again" in page

    @pytest.mark.parametrize(
        ("kind", "here", "there"),
        [
            ("retaliates_for", "Retaliates for", "Was retaliated for by"),
            ("-follow_up_of", "Was followed up by", "Follows up"),
            ("same_salvo", "Same salvo as", "Same salvo as"),
        ],
    )
    def test_a_bond_is_told_in_words_on_both_sides(self, desk, two, kind, here, there):
        desk.post(compare(*two), sent(*two, verb="link", kind=kind))
        for each, words in zip(two, (here, there), strict=True):
            linked = page_of(desk.get(url(each))).partition("Linked")[2].partition("</ul>")[0]
            assert words in linked
        desk.post(compare(*two), sent(*two, verb="unlink", kind=kind.removeprefix("-")))
        assert not Relation.objects.exists()


class TestSplitting:
    def split(self, incident) -> str:
        return reverse("admin:review_split", args=[incident.pk])

    def test_by_source(self, desk, two):
        desk.post(compare(*two), sent(*two))
        one = now(two[1])
        article = one.reports.get(merged_from=two[0]).article
        assert article.title in page_of(desk.get(self.split(one)))
        data = {"seen_version": one.version, "article": article.pk, "reason": "two villages"}
        answer = desk.post(self.split(one), data, follow=True)
        assert "This was split off from" in page_of(answer)
        new = Incident.objects.order_by("-pk").first()
        assert new.reports.get().article == article

    def test_nothing_ticked_is_said(self, desk, two):
        answer = desk.post(self.split(two[0]), {"seen_version": two[0].version})
        assert answer.status_code == 422
        assert "expected what goes to the second" in page_of(answer)

    def test_from_an_old_page_what_was_ticked_stays(self, desk, two):
        said = two[0].statements.first()
        answer = desk.post(self.split(two[0]), {"seen_version": 0, "statement": said.pk})
        assert answer.status_code == 409
        assert f'value="{said.pk}" checked' in page_of(answer)
