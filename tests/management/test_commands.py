"""The commands, as an operator types them."""

import json
import os
from io import StringIO
from pathlib import Path

import pghistory
import pytest
from django.core.management import CommandError, call_command

from incidents.gazetteer import files
from incidents.ingestion import known
from incidents.management.commands import load_gazetteer
from incidents.models import Actor, Article, Base, Place, Tie, Token, User
from incidents.vocabulary import ActorKind, Scope
from tests.ingestion.documents import STORY, page, pdf

pytestmark = pytest.mark.django_db


def run(*arguments, **options) -> tuple[list[str], list[str]]:
    out, err = StringIO(), StringIO()
    try:
        call_command(*map(str, arguments), stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(f"exit {error.returncode}\n")
    return out.getvalue().splitlines(), err.getvalue().splitlines()


class TestSubmit:
    def file(self, folder: Path, name: str, content: str | bytes) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def test_what_is_refused_is_named_and_the_rest_is_stored(self, tmp_path):
        empty = self.file(tmp_path, "empty.txt", "")
        missing = tmp_path / "missing.html"
        broken = self.file(tmp_path, "broken.pdf", b"%PDF-1.4 no more")
        good = self.file(tmp_path, "good.txt", STORY)

        out, err = run("submit", empty, missing, broken, good)

        article = Article.objects.get()
        assert out == [f"{good}: article {article.pk} received"]
        assert [line.split(":")[0] for line in err[:3]] == [str(empty), str(missing), str(broken)]
        assert all("refused: file: expected" in line for line in err[:3])
        assert err[3] == "exit 1"

    def test_every_kind_of_file(self, tmp_path):
        samples = [
            self.file(tmp_path, "a.txt", f"Title: A\nPublished: 2024-01-20\nSource: Wire\n\n{STORY} A"),
            self.file(tmp_path, "b.html", page(STORY + " B")),
            self.file(tmp_path, "c.pdf", pdf([STORY.replace("\n", " ") + " C"], title="C")),
            self.file(
                tmp_path,
                "d.jsonl",
                "\n".join(json.dumps({"id": n, "title": f"D{n}", "text": f"{STORY} {n}"}) for n in range(2))
                + '\n\nnot json\n[]\n{"text": 7}\n',
            ),
        ]
        out, err = run("submit", *samples)
        titles = list(Article.objects.order_by("id").values_list("title", flat=True))
        assert titles == ["A", "Rockets hit Ain al-Asad", "C", "D0", "D1"]
        assert [line.split(": ")[0] for line in out] == [
            *(str(path) for path in samples[:3]),
            f"{samples[3]}:1",
            f"{samples[3]}:2",
        ]
        assert [line.split(": refused: ")[0] for line in err[:3]] == [f"{samples[3]}:{n}" for n in (4, 5, 6)]
        first = Article.objects.get(title="A")
        assert (first.text, str(first.published_on), first.source.name) == (
            f"{STORY} A",
            "2024-01-20",
            "Wire",
        )

    def test_a_text_that_begins_with_a_colon_line_is_no_header(self, tmp_path):
        text = f"Baghdad: rockets hit the base.\n\n{STORY}"
        run("submit", self.file(tmp_path, "a.txt", text))
        assert Article.objects.get().text == text

    def test_a_duplicate_is_named_and_is_no_failure(self, tmp_path):
        path = self.file(tmp_path, "a.txt", STORY)
        run("submit", path)
        assert run("submit", path) == (
            [f"{path}: duplicate of article {Article.objects.get().pk} (same bytes)"],
            [],
        )

    def test_options_are_for_files_that_do_not_say(self, tmp_path):
        run("submit", self.file(tmp_path, "a.txt", STORY), published="2024-01-20", source="Wire", title="T")
        article = Article.objects.get()
        assert (article.title, str(article.published_on), article.source.name) == ("T", "2024-01-20", "Wire")


class TestReadArticle:
    def test_one_that_is_not_there(self):
        assert run("read_article", 10**9) == ([], [f"article {10**9}: there is none", "exit 1"])

    def test_now_and_again(self, tmp_path):
        path = tmp_path / "a.txt"
        path.write_text(f"Title: A\nPublished: 2024-01-21\n\n{STORY}")
        run("submit", path)
        article = Article.objects.get()
        assert run("read_article", article.pk, now=True)[0] == [f"article {article.pk}: read (Read)"]
        found = article.incidents.count()
        assert found
        assert run("read_article", article.pk, now=True)[0] == [f"article {article.pk}: nothing to do (Read)"]
        run("read_article", article.pk, force=True)
        assert (article.incidents.count(), article.readings.count()) == (found, 2)


@pytest.fixture
def few(monkeypatch):
    """A package of few rows: the whole takes seconds, and is loaded once below."""
    places = [place for place in files.places() if place.name in {"Erbil", "Mosul"}]
    bases = list(files.bases())[:3]
    actors = list(files.actors())[:5]
    keys = {actor.key for actor in actors}
    ties = [tie for tie in files.ties() if {tie.actor, tie.other} <= keys]
    for name, rows in (("places", places), ("bases", bases), ("actors", actors), ("ties", ties)):
        monkeypatch.setattr(files, name, lambda rows=rows: iter(rows))
    return places, bases, actors


class TestLoadGazetteer:
    def load(self, **options) -> list[str]:
        return run("load_gazetteer", **options)[0]

    def test_what_people_changed_or_removed_stays_theirs(self, few):
        _, bases, actors = few
        self.load()
        with pghistory.context(user=7, verb="change"):
            Base.objects.filter(key=bases[0].key).update(name="As we call it")
            Actor.objects.filter(key=actors[-1].key).delete()

        out = self.load(force=True)

        assert Base.objects.get(key=bases[0].key).name == "As we call it"
        assert not Actor.objects.filter(key=actors[-1].key).exists()
        assert out[1:3] == [
            "bases: 0 added, 0 changed, 1 left as people have made them",
            "actors: 0 added, 0 changed, 1 left as people have made them",
        ]

    def test_what_people_added_is_not_overwritten(self, few):
        actor = few[2][0]
        Actor.objects.create(key="ours", name=actor.name, kind=ActorKind.REBEL_GROUP)
        out = self.load()
        assert out[2] == f"actors: {len(few[2]) - 1} added, 0 changed, 1 left out: another has the name"
        assert Actor.objects.get(name=actor.name).key == "ours"

    def test_a_second_time_nothing_is_written(self, few):
        self.load()
        assert self.load() == ["gazetteer: up to date"]
        assert all(line.endswith(": 0 added, 0 changed") for line in self.load(force=True))

    def test_new_data_change_what_is_only_ours(self, few, monkeypatch):
        places = few[0]
        self.load()
        monkeypatch.setattr(load_gazetteer, "package_digest", lambda: "another")
        with pghistory.context(user=7, verb="delete"):
            Place.objects.filter(key=places[0].key).delete()
        monkeypatch.setattr(files, "bases", lambda: iter([*few[1], *list(_all_bases())[3:4]]))
        out = self.load()
        assert out[0] == "places: 0 added, 0 changed, 1 left as people have made them"
        assert out[1] == "bases: 1 added, 0 changed"

    def test_the_reader_knows_of_a_change_at_once(self, few):
        self.load()
        before = known.gazetteer()
        assert known.gazetteer() is before
        assert not before.lookup("Camp Nowhere-in-Particular")
        base = Base.objects.get(key=few[1][0].key)
        base.aliases = ["Camp Nowhere-in-Particular"]
        base.save()
        (found,) = known.gazetteer().lookup("Camp Nowhere-in-Particular")
        assert found.key == base.key

    @pytest.mark.timeout(180)
    def test_the_whole_package(self):
        out = self.load()
        assert [line.split()[0] for line in out] == ["places:", "bases:", "actors:", "ties:"]
        assert not any("left" in line for line in out)
        assert Place.objects.count() == len({place.key for place in files.places()}) > 40_000
        assert (Base.objects.count() >= 150, Actor.objects.count() >= 250, Tie.objects.exists()) == (
            True,
        ) * 3
        gazetteer = known.gazetteer()
        assert len(gazetteer.places) == Place.objects.count()
        assert gazetteer.actor("ir-military").filed_under == "Iran"


_all_bases = files.bases


class TestDemo:
    @pytest.fixture(autouse=True)
    def own_var(self, settings, tmp_path):
        settings.VAR = tmp_path
        self.path = tmp_path / "demo.json"

    def demo(self, url="http://127.0.0.1:8000", **options):
        _, err = run("demo", url=url, **options)
        return json.loads(self.path.read_text()), err

    def test_nobody_else_can_read_the_passwords(self):
        self.demo()
        assert self.path.stat().st_mode & 0o777 == 0o600
        assert os.listdir(self.path.parent) == ["demo.json"]

    def test_accounts_by_role_and_a_token(self):
        content, err = self.demo()
        assert err == []
        assert content["url"] == "http://127.0.0.1:8000"
        assert [each["role"] for each in content["accounts"]] == [
            "admin",
            "editor",
            "analyst",
            "submitter",
            "viewer",
        ]
        for account in content["accounts"]:
            user = User.objects.get(username=account["username"])
            assert user.check_password(account["password"])
            assert (user.roles, user.is_staff) == ([account["role"]], True)
            assert user.is_superuser == (account["role"] == "admin")
        assert len({account["password"] for account in content["accounts"]}) == 5
        token = Token.objects.living(content["token"])
        assert sorted(token.scopes) == sorted([Scope.READ, Scope.DRAFTS, Scope.SUBMIT])

    def test_the_samples_are_submitted_once(self):
        self.demo()
        count = Article.objects.count()
        assert count >= 12
        self.demo()
        assert Article.objects.count() == count

    def test_a_second_start_keeps_everything_but_the_address(self):
        first, _ = self.demo()
        second, err = self.demo(url="http://127.0.0.1:9000")
        assert second == first | {"url": "http://127.0.0.1:9000"}
        assert err == []
        assert Token.objects.count() == 1

    def test_a_start_that_died_is_taken_up_with_the_same_passwords(self):
        first, _ = self.demo()
        self.path.rename(self.path.with_name("demo.json.new"))
        assert self.demo()[0] == first

    def test_accounts_of_others_keep_their_passwords(self):
        User.objects.create_user("admin", password="theirs-and-secret")
        content, err = self.demo()
        assert "admin" not in [each["username"] for each in content["accounts"]]
        assert User.objects.get(username="admin").check_password("theirs-and-secret")
        assert not User.objects.get(username="admin").is_superuser
        assert any("admin keeps the password it has" in line for line in err)

    def test_unless_new_ones_are_asked_for(self):
        self.demo()
        self.path.unlink()
        content, _ = self.demo(new_passwords=True)
        assert len(content["accounts"]) == 5
        for account in content["accounts"]:
            assert User.objects.get(username=account["username"]).check_password(account["password"])
