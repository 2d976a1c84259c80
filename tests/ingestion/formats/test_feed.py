"""RSS and Atom, read by a real process apart."""

import pytest

from tests.ingestion.formats.files import good, problems

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Wire</title><language>en</language>
<item><title>Rockets hit base</title><link>https://wire.example.org/1</link>
<pubDate>Sat, 20 Jan 2024 21:30:00 +0300</pubDate><author>Jane Doe</author>
<description>Short.</description><content:encoded><![CDATA[<p>Rockets hit the base.</p>]]></content:encoded></item>
<item><title>Second</title><link>https://wire.example.org/2</link><description>Drones.</description>
<pubDate>soon</pubDate></item>
</channel></rss>"""


def test_each_entry_is_a_line_with_our_columns(upload):
    file = upload(RSS, "feed.xml")
    first, second = good(file.lines())
    assert first == {
        "title": "Rockets hit base",
        "url": "https://wire.example.org/1",
        "published": "2024-01-20T18:30:00+00:00",
        "byline": "Jane Doe",
        "source": "The Wire",
        "language": "en",
        "html": "<p>Rockets hit the base.</p>",
    }
    assert (second["published"], second["html"]) == ("soon", "Drones.")
    assert file.goes_on_from_every_line()


def test_atom(upload):
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
    <entry><title>A</title><link href="https://a.example/1"/><updated>2024-01-20T10:00:00Z</updated>
    <content type="html">&lt;p&gt;Words&lt;/p&gt;</content></entry></feed>"""
    (entry,) = good(upload(atom, "a.atom").lines())
    assert (entry["url"], entry["published"], entry["html"]) == (
        "https://a.example/1",
        "2024-01-20T10:00:00+00:00",
        "<p>Words</p>",
    )


def test_what_breaks_off_says_so_in_its_last_line(upload):
    found = upload(RSS[: RSS.index(b"<description>Drones")], "feed.xml").lines()
    assert good(found)[0]["title"] == "Rockets hit base"
    assert problems(found)


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b"<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '"
        + b"&a;" * 1000
        + b"'><!ENTITY c '"
        + b"&b;" * 1000
        + b"'><!ENTITY x '"
        + b"&c;" * 1000
        + b"'>]>",
    ],
    ids=["a file", "a billion laughs"],
)
def test_entities_reach_nothing_and_grow_to_nothing(upload, declared):
    data = RSS.replace(b"<rss", declared + b"<rss", 1).replace(b"Short.", b"&x;").replace(b"Drones.", b"&x;")
    found = upload(data, "feed.xml").lines()
    assert found
    assert "root:" not in str(found)
    assert len(str(found)) < 100_000


@pytest.mark.parametrize("words", [b"/etc/passwd", b"https://example.org/feed.xml"])
def test_a_path_or_an_address_is_no_feed_and_is_not_opened(upload, words):
    assert "this file is none" in upload(words, "a.txt").refusal(format="feed")[1]


def test_what_only_begins_like_one_is_refused(upload):
    assert upload(b"<rss>no feed at all", "a.xml").refusal()[0] == "file"


def test_an_entry_of_which_only_a_name_is_there(upload):
    file = upload(RSS.replace(b"<title>Second</title>", b"<title/>").replace(b"Drones.", b""), "feed.xml")
    assert good(file.lines())[1]["title"] == ""
