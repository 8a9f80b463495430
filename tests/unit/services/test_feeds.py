"""Feeds, lists of feeds and HTML that strangers wrote: read, survived, made safe."""

import base64
import json
import time
from datetime import UTC, datetime

import pytest

from assistant_desktop.domain.errors import BadInput, ServiceNonsense
from assistant_desktop.domain.ids import FeedId
from assistant_desktop.domain.news import Feed
from assistant_desktop.domain.same_story import link_key, title_key
from assistant_desktop.services.news_service.addresses import is_public, spellings
from assistant_desktop.services.news_service.discovery import alternates
from assistant_desktop.services.news_service.opml import read_opml, write_opml
from assistant_desktop.services.news_service.parsing import MOST_ITEMS, parse
from assistant_desktop.services.news_service.safe_html import cleaned, plain, safe_address
from assistant_desktop.services.news_service.topics import feed_named, topic_named
from tests.eval_corpora import corpus

URL = "https://site.example/feed"
CORPUS = corpus("feed_cases.json")


@pytest.mark.skipif(CORPUS is None, reason="ASSISTANT_EVAL_DIR names no corpora")
def test_every_feed_of_feedparsers_own_suite_is_read_as_it_reads_it():
    cases = json.loads(CORPUS.read_text(encoding="utf-8"))
    wrong = []
    for case in cases:
        headers = {name.lower(): value for name, value in case["headers"].items()}
        try:
            items = parse(base64.b64decode(case["raw_b64"]), headers, URL).items
        except ServiceNonsense:
            items = ()
        wanted = [entry.get("title") or "" for entry in case["feedparser"]["entries"]]
        found = [item.title for item in items]
        # Theirs may still be HTML; a title that is plain text may hold a bracket.
        same = [
            not w or f in (plain(w, 300), w) or plain(f, 300) == plain(w, 300)
            for w, f in zip(wanted, found, strict=False)
        ]
        if len(found) != case["feedparser"]["n_entries"] or not all(same):
            wrong.append((case["file"], wanted, found))
    assert wrong == []


# ---- what would hang or grow ----

_SIZE = 1_000_000
_HEAD = b'<?xml version="1.0"?>'
_ENTITIES = b"".join(
    b'<!ENTITY l%d "%s">' % (n, (b"&l%d;" % (n - 1)) * 10 if n else b"lol") for n in range(10)
)


def _rss(inside: bytes) -> bytes:
    item = b"<item><title>a</title><description>" + inside + b"</description></item>"
    return _HEAD + b'<rss version="2.0"><channel>' + item + b"</channel></rss>"


BOMBS = {
    "a billion laughs": _HEAD + b"<!DOCTYPE r [" + _ENTITIES + b"]><rss>&l9;</rss>",
    "one long entity": _HEAD
    + b'<!DOCTYPE r [<!ENTITY a "'
    + b"x" * 100_000
    + b'">]><rss><channel><title>'
    + b"&a;" * 200_000
    + b"</title></channel></rss>",
    "tags that never close": _rss(b"<![CDATA[" + b"<a " * (_SIZE // 3) + b"]]>"),
    "quotes that never close": _rss(b"<![CDATA[" + b'<a href="' * (_SIZE // 9) + b"]]>"),
    "comments that never close": _rss(b"<![CDATA[" + b"<!--" * (_SIZE // 4) + b"]]>"),
    "tags in tags": _rss(b"<![CDATA[" + b"<div>" * (_SIZE // 5) + b"]]>"),
    "a tag without end": b"<rss " + b" " * _SIZE,
    "lists in lists": b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * _SIZE,
    "nothing": b"",
    "no text": b"\x00" * _SIZE,
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_hang_or_grow_is_read_or_refused_soon(name):
    began = time.process_time()
    try:
        read = parse(BOMBS[name], {}, URL)
    except ServiceNonsense:
        read = None
    assert time.process_time() - began < 10, "the limit of a feed is 12 s"
    assert read is None or sum(len(one.body) + len(one.title) for one in read.items) < 200_000


def test_of_a_feed_that_lists_without_end_the_first_are_taken():
    many = b"<item><title>a</title></item>" * 3000
    read = parse(_HEAD + b'<rss version="2.0"><channel>' + many + b"</channel></rss>", {}, URL)
    assert len(read.items) == MOST_ITEMS


@pytest.mark.parametrize("body", [b"<html><body>Hello</body></html>", b"{}", b"[]", b"hello", b"{"])
def test_what_is_no_feed_is_said(body):
    with pytest.raises(ServiceNonsense, match="is no feed"):
        parse(body, {}, URL)


def test_the_bytes_of_a_feed_are_never_taken_for_a_files_name(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_bytes(_rss(b"secret"))
    with pytest.raises(ServiceNonsense):
        parse(str(path).encode(), {}, URL)


def test_what_is_worse_than_feedparser_expects_is_refused():
    # With an error in the XML, so that the lenient one of feedparser's two readers takes over.
    body = b'<rss version="2.0"><channel><item><title>a & b &#x110000;</title></item>'
    with pytest.raises(ServiceNonsense, match="is broken"):
        parse(body, {}, URL)


# ---- JSON Feed ----


def test_json_feed_in_both_versions_and_with_broken_entries():
    items = [
        {"id": 7, "content_text": "a < b", "date_published": "2026-11-23T10:00:00Z"},
        {
            "id": "x",
            "url": "/rel",
            "title": "T",
            "content_html": "<p>h</p>",
            "author": {"name": "A"},
        },
        {"id": "y", "title": 3, "authors": [{"name": "B"}, {}]},
        {"id": "z", "title": {"not": "text"}},
    ]
    body = {"version": "https://jsonfeed.org/version/1", "title": "F", "items": items}
    read = parse(b"\xef\xbb\xbf" + json.dumps(body).encode(), {}, URL)
    assert [(one.guid, one.title) for one in read.items] == [("7", "a < b"), ("x", "T"), ("y", "3")]
    assert read.items[0].published_at == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert (read.items[1].link, read.items[1].author) == ("https://site.example/rel", "A")


# ---- HTML ----


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p onclick='x()'>a <b>b</b></p>", "<p>a <b>b</b></p>"),
        ("<script>alert(1)</script>text", "text"),
        ("<style>p{}</style><iframe src=x>no</iframe>text", "text"),
        ("<a href='javascript:alert(1)'>x</a>", "x"),
        ("<a href=' JaVaScRiPt:alert(1)'>x</a>", "x"),
        ("<a href='java\tscript:alert(1)'>x</a>", "x"),
        ("<a href='data:text/html,x'>x</a>", "x"),
        ("<a href='file:///etc/passwd'>x</a>", "x"),
        ("<a href='https://u:p@a.example'>x</a>", "x"),
        ("<a href='/b' style='x'>x</a>", '<a href="https://site.example/b">x</a>'),
        (
            "<a href='https://a.example/\"><script>'>x</a>",
            '<a href="https://a.example/&quot;&gt;&lt;script&gt;">x</a>',
        ),
        (
            "<img src='/p.png' onerror=x alt='A \"cat\"'>",
            '<img src="https://site.example/p.png" alt="A &quot;cat&quot;">',
        ),
        ("<img src='https://t.example/c.gif' width=1 height=1>", ""),
        ("<img src='file:///etc/passwd'>", ""),
        ("<b><i>x", "<b><i>x</i></b>"),
        ("</p></div>x", "x"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("<h1>x</h1>", "<h3>x</h3>"),
        ("<form><input>no</form>x", "x"),
        ("<svg><a href='https://a.example'>no</a></svg>x", "x"),
        ("a\u202eb\x00c", "abc"),
        ("a<![if IE]>b<![endif]>c<![x[d]]>e", "abce"),
        ("a<![CDATA[<b>x", "ax"),
    ],
)
def test_only_what_is_harmless_comes_through(html, wanted):
    assert cleaned(html, URL) == wanted


def test_plain_text_has_no_tags_and_ends_at_a_word():
    assert plain("<p>One</p><p>two &amp; <b>three</b></p><script>no</script>") == "One two & three"
    assert plain("word " * 100, 30) == "word word word word word…"


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "x:y",
        "https://a.example:99999/",
        "https://a:b/",
        "http://",
        "http://[",
        "ftp://a.example",
        "//a\\b:c",
    ],
)
def test_what_is_no_address_is_none(bad):
    assert safe_address(bad) == ""


# ---- addresses, lists ----


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("example.org", ("https://example.org/", "http://example.org/")),
        (" HTTPS://Example.org/A b ", ("https://example.org/Ab",)),
        ("feed://example.org/x", ("https://example.org/x", "http://example.org/x")),
        ("feed:https://example.org/x#y", ("https://example.org/x",)),
        (
            "пример.рф/rss",
            ("https://xn--e1afmkfd.xn--p1ai/rss", "http://xn--e1afmkfd.xn--p1ai/rss"),
        ),
        ("http://127.0.0.1:80/x", ("http://127.0.0.1:80/x",)),
    ],
)
def test_addresses_as_people_type_them(typed, wanted):
    assert spellings(typed) == wanted


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://example.org/x", True),
        ("http://8.8.8.8/", True),
        ("http://127.0.0.1/", False),
        ("http://192.168.1.1/", False),
        ("http://10.0.0.1/", False),
        ("http://169.254.169.254/", False),
        ("http://[::1]/", False),
        ("http://[fd00::1]/", False),
        ("http://localhost/", False),
        ("http://router/", False),
        ("http://printer.local/", False),
        ("http://0x7f.1/", False),
        ("http://127.1/", False),
        ("http://2130706433/", False),
    ],
)
def test_what_leads_into_a_private_network_is_known(url, public):
    assert is_public(url) is public


def test_folders_of_a_list_are_topics_and_come_back():
    body = b"""<?xml version="1.0"?><opml version="1.1"><body>
    <outline text="A"><outline title="B &amp; C"><outline text="One" xmlUrl="https://a.example/1"
    htmlUrl="https://a.example"/></outline><outline text="Two" xmlURL="https://a.example/2"/></outline>
    <outline text="Three" type="rss" xmlUrl="https://a.example/3"/>
    <outline text="Three again" xmlUrl="https://a.example/3"/></body></opml>"""
    found = read_opml(body)
    assert [(one.title, one.topic) for one in found] == [
        ("One", "A/B & C"),
        ("Two", "A"),
        ("Three", ""),
    ]
    feeds = [_feed(one.url, one.title, one.topic, one.site) for one in found]
    again = read_opml(write_opml(feeds).encode())
    assert {(one.url, one.title, one.topic, one.site) for one in again} == {
        (one.url, one.title, one.topic, one.site) for one in found
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<opml><body>",
        b"<html></html>",
        b"\x89PNG",
        b'<!DOCTYPE o [<!ENTITY a "x">]><opml><body/></opml>',
        b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body>&a;</body></opml>',
        b"<opml>" + b"<outline>" * 50 + b"</outline>" * 50 + b"</opml>",
    ],
)
def test_a_list_that_is_none_or_means_harm_is_refused(body):
    with pytest.raises(BadInput, match="no list of feeds"):
        read_opml(body)


def test_the_feeds_of_a_page_are_found_those_of_comments_last():
    page = (
        b"<link rel=alternate type='application/rss+xml' href='/comments/feed'>"
        b"<LINK REL='feed alternate' TYPE='application/atom+xml; charset=utf-8' HREF='a.xml'>"
        b"<link rel=alternate type=application/rss+xml href='javascript:x'>"
        b"<link rel=stylesheet type='text/css' href='x.css'>"
    )
    assert alternates(page, "https://a.example/b/") == [
        "https://a.example/b/a.xml",
        "https://a.example/comments/feed",
    ]


# ---- the same story, the same topic ----


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.a.example/x/?utm_source=rss&b=1", "http://a.example/x?b=1", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/x#top", "https://m.a.example/x", True),
        ("https://a.example/X", "https://a.example/x", False),
    ],
)
def test_addresses_of_the_same_story(one, other, same):
    assert (link_key(one) == link_key(other)) is same


def test_a_front_page_and_a_short_title_tell_nothing():
    assert link_key("https://a.example/") == link_key("") == title_key("Weekly digest") == ""
    assert title_key("Ёлка — в Москве: открыта!") == "елка в москве открыта"


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("sports", "Sport"),
        ("спорта", "Sport"),
        ("спортивные", "Sport"),
        ("tech", "Technology"),
        ("технологий", "Technology"),
        ("мире", "World"),
        ("the world", "World"),
        ("science", None),
        ("sport in Riga", None),
        ("", None),
    ],
)
def test_words_that_name_a_topic(said, topic):
    feeds = [
        _feed(f"https://a.example/{one}", one, one) for one in ("Sport", "Technology", "World")
    ]
    assert topic_named(said, feeds) == topic


def test_words_that_name_a_feed():
    feeds = [
        _feed("https://a.example/1", "The Guardian: World"),
        _feed("https://a.example/2", "Хабр"),
    ]
    assert feed_named("guardian", feeds) == feeds[0]
    assert feed_named("хабре", feeds) == feeds[1]
    assert feed_named("nobody", feeds) is None


def _feed(url: str, title: str, topic: str = "", site: str = "") -> Feed:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return Feed(
        id=FeedId(url), user_id="me", url=url, title=title, topic=topic, site=site, added_at=now
    )
