"""News from a feed on loopback to the answer: following, refreshing, digests, marks, search."""

import argparse
import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.cli.news import News
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.core.assistant import Assistant, Saying
from assistant_desktop.domain.conversation import CallStatus, JournalEntry
from assistant_desktop.domain.errors import BadInput, KnownError, ServiceNonsense, ServiceOff
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.domain.news import NewFeed, NewsFilter
from assistant_desktop.services.ground import Elsewhere
from assistant_desktop.services.news_service import desk, discovery
from assistant_desktop.services.outbound_guard import guard
from tests.fakes import loopback_server as fake
from tests.fakes.clock import FakeClock
from tests.fakes.loopback_server import longest_stall_s, own_certificate
from tests.fakes.news_server import SPORT, WORLD, Entry, NewsServer, json_feed, news_server, rss
from tests.fakes.secrets import MemorySecrets

ME = DEFAULT_USER
ANN = UserId("Ann")
ALL = NewsFilter()


@pytest.fixture
async def server() -> AsyncIterator[NewsServer]:
    async with news_server() as playing:
        yield playing


@asynccontextmanager
async def started(
    folder: Path, clock: FakeClock, server: NewsServer | None, *, limit_s: float = 8.0
) -> AsyncIterator[Assistant]:
    """News are on; with a server, its two feeds are followed and were asked."""
    options = BuildOptions(
        data_dir=folder,
        clock=clock,
        secrets=MemorySecrets(),
        embedder=lambda _: None,
        elsewhere=Elsewhere() if server is None else server.elsewhere(limit_s=limit_s),
    )
    async with build(options) as assistant:
        await assistant.services.switch("news", on=True)
        if server is not None:
            feeds = [("/world.xml", "World"), ("/sport.atom", "Sport")]
            wanted = [NewFeed(url=server.url + path, topic=topic) for path, topic in feeds]
            await assistant.news.follow(ME, wanted)
        yield assistant


async def call(assistant: Assistant, text: str, user: UserId = ME) -> JournalEntry:
    report = await assistant.ask(Saying(user, text))
    assert [one.name for one in report.entries] == ["get_news"], report.reply
    return report.entries[0]


async def titles(assistant: Assistant, wanted: NewsFilter = ALL, user: UserId = ME) -> list[str]:
    return [one.title for one in await assistant.news.store.stories(user, wanted, 1000)]


# ---- it works, with no model ----


@pytest.mark.parametrize(
    ("said", "wanted", "unwanted"),
    [
        (
            "what's in the news",
            ["5 unread stories:", "**World**", "**Sport**", "World Daily, 09:40", "As of 10:00."],
            ["Given"],
        ),
        ("any news about the storm?", ["About “storm”:", "Storm closes ports"], ["Riga wins"]),
        ("sports news", ["Riga wins the final", "Marathon record"], ["Parliament"]),
        ("новости", ["5 непрочитанных", "Parliament votes", "Данные на 10:00"], ["unread"]),
        ("что нового про спорт", ["Riga wins the final"], ["Parliament"]),
        ("новости спорта", ["Riga wins the final"], ["Parliament"]),
        ("any news about xylophones", ["nothing about “xylophones”"], ["Parliament"]),
    ],
)
async def test_a_question_is_answered_without_a_model(
    folder, clock, server, said, wanted, unwanted
):
    async with started(folder, clock, server) as assistant:
        reply = (await assistant.ask(Saying(ME, said))).reply
    assert [part for part in wanted if part not in reply] == [], reply
    assert [part for part in unwanted if part in reply] == [], reply


async def test_the_digest_links_to_its_sources_and_taints_the_turn(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        entry = await call(assistant, "news")
        tool = next(
            one for one in assistant._parts.turns._parts.tools.values() if one.name == "get_news"
        )
    assert "[Storm closes ports along the coast](https://world.example/storm)" in entry.content
    links = {one["link"] for one in entry.data["items"]}
    assert links == {one.link for one in (*WORLD, *SPORT)}
    assert entry.data["as_of"] == "2026-11-23T10:00:00+00:00"
    assert tool.taints


async def test_a_headline_cannot_write_markdown_of_its_own(folder, clock, server):
    nasty = Entry("[Click](https://evil.example) *now* <b>x</b>", 5, "https://w.example/a)b")
    server.pages["/world.xml"] = ("text/xml", rss("W", [nasty]))
    async with started(folder, clock, server) as assistant:
        entry = await call(assistant, "news")
    assert r"[\[Click\](https://evil.example) \*now\* x](https://w.example/a%29b)" in entry.content


async def test_json_feed(folder, clock, server):
    server.pages["/world.xml"] = ("application/feed+json", json_feed("W", WORLD))
    async with started(folder, clock, server) as assistant:
        outcome = await assistant.news.refresh(ME)
        assert outcome.troubles == ()
        assert {one.title for one in WORLD} <= set(await titles(assistant))


# ---- the same story is one ----


async def test_the_same_story_of_two_feeds_is_one(folder, clock, server):
    again = [
        Entry("Budget: how they voted", 10, "https://www.world.example/budget/?fbclid=1"),
        Entry("Storm closes ports along the COAST!", 60, "https://other.example/1"),
        Entry("A story of its own, and quite alone", 15, "https://other.example/2"),
    ]
    server.pages["/third.xml"] = ("text/xml", rss("The Third", again))
    async with started(folder, clock, server) as assistant:
        await assistant.news.refresh(ME)
        third = await assistant.news.add(ME, server.url + "/third.xml")
        found = await assistant.news.store.stories(ME, ALL, 100)
        assert len(found) == 6
        storm = next(one for one in found if one.title.startswith("Storm"))
        assert (storm.feed, storm.also) == ("World Daily", ("The Third",))
        assert len(await titles(assistant, NewsFilter(feed_id=third.id))) == 3
        world = (await assistant.news.store.feeds(ME))[1].feed
        assert world.title == "World Daily"
        await assistant.news.remove(ME, world.id)  # what the third has too stays with it
        assert len(await titles(assistant)) == 5
        assert "Storm closes ports along the coast" in await titles(assistant)


async def test_a_short_title_is_no_sign_of_the_same_story(folder, clock, server):
    for path in ("/world.xml", "/sport.atom"):
        entry = Entry("Morning briefing", 10, f"https://x.example{path}")
        server.pages[path] = ("text/xml", rss(path, [entry]))
    async with started(folder, clock, server) as assistant:
        await assistant.news.refresh(ME)
        assert await titles(assistant) == ["Morning briefing"] * 2


# ---- reading, searching, keeping ----


async def test_marks_and_stars(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        news, store = assistant.news, assistant.news.store
        await news.refresh(ME)
        first, *_ = await store.stories(ME, ALL, 1)
        assert await store.mark(ME, [first.id], read=True) == [first.id]
        assert await store.mark(ME, [first.id], read=True) == []
        assert await store.count(ME, NewsFilter(unread=True)) == 4
        sport = NewsFilter(topic="Sport")
        marked = await store.mark_all(ME, sport)
        assert (len(marked), await store.count(ME, NewsFilter(unread=True))) == (2, 2)
        assert await store.mark(ME, marked, read=False) == marked
        await store.star(ME, first.id, starred=True)
        assert await titles(assistant, NewsFilter(starred=True)) == [first.title]
        entry = await call(assistant, "news")
        assert "4 unread stories" in entry.content
        await store.mark_all(ME, ALL)
        assert "You have read everything. The latest:" in (await call(assistant, "news")).content


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("storms", ["Storm closes ports along the coast"]),
        ("port clos", ["Storm closes ports along the coast"]),
        ("ёлка", ["Ёлку привезли на площадь сегодня"]),
        ("елки", ["Ёлку привезли на площадь сегодня"]),
        ("valencia marathon", ["Marathon record falls in Valencia"]),
        ('" OR *', []),
        ("unheard", []),
    ],
)
async def test_search_knows_forms_and_beginnings_of_words(folder, clock, server, words, found):
    extra = Entry("Ёлку привезли на площадь сегодня", 1, "https://ru.example/1")
    server.pages["/world.xml"] = ("text/xml", rss("World Daily", [*WORLD, extra]))
    async with started(folder, clock, server) as assistant:
        await assistant.news.refresh(ME)
        assert await titles(assistant, NewsFilter(words=words)) == found


async def test_old_stories_go_starred_and_the_newest_stay_and_none_comes_back(
    folder, clock, server
):
    many = [
        Entry(f"Story number {n} of a long series", n, f"https://w.example/{n}") for n in range(60)
    ]
    server.pages["/world.xml"] = ("text/xml", rss("World Daily", many))
    async with started(folder, clock, server) as assistant:
        store = assistant.news.store
        await assistant.news.refresh(ME)
        world = NewsFilter(topic="World")
        oldest = (await store.stories(ME, world, 100))[-1]
        await store.star(ME, oldest.id, starred=True)
        await clock.advance_alone(40 * 86400)
        assert await store.prune(30) == 39
        kept = await store.stories(ME, world, 100)
        assert len(kept) == 21
        assert kept[-1].starred
        assert await titles(assistant, NewsFilter(words="series", topic="World")) == [
            one.title for one in kept
        ]
        await assistant.news.refresh(ME)
        assert await store.count(ME, world) == 21


async def test_what_one_follows_the_other_does_not_see_and_it_goes_with_the_profile(
    folder, clock, server
):
    async with started(folder, clock, server) as assistant:
        await assistant.news.follow(ANN, [NewFeed(url=server.url + "/sport.atom")])
        for user in (ME, ANN):
            await assistant.news.refresh(user)
        assert len(await titles(assistant, user=ANN)) == 2
        (mine, *_) = await assistant.news.store.stories(ME, ALL, 1)
        assert await assistant.news.store.story(ANN, mine.id) is None
        assert await assistant.news.store.mark(ANN, [mine.id], read=True) == []
        assert await titles(assistant, NewsFilter(words="parliament"), ANN) == []
        with pytest.raises(KnownError):
            await assistant.news.remove(ANN, mine.feed_id)
        await assistant.news.add(ANN, server.url + "/world.xml?ann")
        await assistant.profiles.delete(ANN)
        assert len(await titles(assistant)) == 5
    kept = b"".join(path.read_bytes() for path in folder.glob("assistant.db*"))
    assert b"world.xml?ann" not in kept


async def test_a_feed_that_was_removed_comes_back_as_it_was_or_goes_for_good(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        store = assistant.news.store
        await assistant.news.refresh(ME)
        world = (await store.feeds(ME))[1].feed
        marked = await store.mark_all(ME, NewsFilter(feed_id=world.id))
        gone = await assistant.news.remove(ME, world.id)
        assert len(await titles(assistant)) == 2
        again = NewFeed(url=gone.url, title=gone.title, topic=gone.topic)
        followed = await assistant.news.follow(ME, [again])
        assert followed.added[0].id == gone.id
        assert await store.count(ME, NewsFilter(feed_id=world.id)) == 3
        assert await store.count(ME, NewsFilter(unread=True)) == 2
        await assistant.news.remove(ME, world.id)
        await clock.advance_alone(3600)
        await store.prune(30)
        await assistant.news.follow(ME, [again])
        await assistant.news.refresh(ME, at_once=True)
        assert await store.mark(ME, marked, read=False) == []
        assert await store.count(ME, NewsFilter(unread=True)) == 5


# ---- following ----


@pytest.mark.parametrize("typed", ["{url}/world.xml", "{url}/", "{url}", "feed:{url}/world.xml"])
async def test_an_address_or_a_page_leads_to_its_feed(folder, clock, server, typed):
    async with started(folder, clock, None) as assistant:
        feed = await assistant.news.add(ME, typed.format(url=server.url))
        assert (feed.url, feed.title) == (server.url + "/world.xml", "World Daily")
        assert len(await titles(assistant)) == 3
        with pytest.raises(BadInput, match="already"):
            await assistant.news.add(ME, server.url)


@pytest.mark.parametrize(
    "wrong", ["", "no address", "ftp://a.example/x", "http://", "https://u:p@a.example"]
)
async def test_what_is_no_address_is_said(folder, clock, wrong):
    async with started(folder, clock, None) as assistant:
        with pytest.raises(BadInput, match="no address"):
            await assistant.news.add(ME, wrong)


async def test_a_page_without_a_feed_is_said(folder, clock, server):
    async with started(folder, clock, None) as assistant:
        with pytest.raises(ServiceNonsense, match="is no feed"):
            await assistant.news.add(ME, server.url + "/nothing")


async def test_a_page_cannot_lead_into_the_own_network(folder, clock, server):
    server.pages["/"] = (
        "text/html",
        b'<link rel="alternate" type="application/rss+xml" href="http://192.168.1.1/feed">',
    )
    async with started(folder, clock, None) as assistant:
        with pytest.raises(ServiceNonsense, match=r"192\.168\.1\.1"):
            await assistant.news.add(ME, server.url)


async def test_hosts_are_allowed_while_news_are_on_and_a_feed_there_is_followed(folder, clock):
    host = "feeds.example.org"
    async with started(folder, clock, None) as assistant:
        assert not guard.permits(host)
        followed = await assistant.news.follow(ME, [NewFeed(url=f"https://{host}/a.xml")])
        assert guard.permits(host)
        await assistant.services.switch("news", on=False)
        assert not guard.permits(host)
        await assistant.services.switch("news", on=True)
        assert guard.permits(host)
        (row,) = [one for one in await assistant.services.rows() if one.id == "news"]
        assert [one.host for one in row.leaves] == [host]
        await assistant.news.remove(ME, followed.added[0].id)
        assert not guard.permits(host)
        await assistant.news.follow(ME, [NewFeed(url=f"https://{host}/a.xml")])
    assert not guard.permits(host)
    async with started(folder, clock, None) as assistant:  # known again after a restart
        assert guard.permits(host)


async def test_off_nothing_is_asked_and_it_says_how_to_switch_it_on(folder, clock, server):
    async with started(folder, clock, server) as assistant:
        await assistant.services.switch("news", on=False)
        reply = (await assistant.ask(Saying(ME, "news"))).reply
        assert "services enable news" in reply
        for attempt in (assistant.news.refresh(ME), assistant.news.add(ME, server.url)):
            with pytest.raises(ServiceOff):
                await attempt
    assert server.asked == []


async def test_no_feed_is_followed_yet(folder, clock):
    async with started(folder, clock, None) as assistant:
        entry = await call(assistant, "news")
        assert entry.status is CallStatus.FAILED
        assert "You follow no feeds yet" in entry.content
        assert "follow no feeds yet" in await assistant.services.test("news", "en")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_starter_lists_are_sound(folder, clock, language):
    async with started(folder, clock, None) as assistant:
        feeds = assistant.news.starters(language)
        followed = await assistant.news.follow(ME, feeds)
    assert len(feeds) >= 12
    assert len({one.topic for one in feeds}) >= 5
    assert (len(followed.added), followed.left_out) == (len(feeds), ())
    assert all(one.url.startswith("https://") and one.title and one.about for one in feeds)


# ---- refreshing ----


async def test_a_feed_is_asked_seldom_and_sends_the_same_only_once(folder, clock, server):
    server.etag = "a1"
    async with started(folder, clock, server) as assistant:
        await assistant.news.refresh(ME)
        await assistant.news.refresh(ME)
        assert len(server.asked) == 2
        await clock.advance_alone(60)
        await assistant.news.refresh(ME, at_once=True)
        assert len(server.asked) == 4
        assert server.headers[-1]["if-none-match"] == '"a1"'
        await clock.advance_alone(1000)
        outcome = await assistant.news.refresh(ME)
    assert len(server.asked) == 6
    assert (outcome.fresh, outcome.troubles) == (0, ())
    assert outcome.as_of == clock.now()


async def test_listeners_share_a_refresh_and_nothing_is_asked_unwatched(folder, clock, server):
    heard: list[object] = []
    all_heard = asyncio.Event()

    def hear(outcome: object, error: object) -> None:
        heard.append(outcome)
        if len(heard) == 3:
            all_heard.set()

    async with started(folder, clock, server) as assistant:
        stops = [assistant.news.watch(ME, hear) for _ in range(3)]
        async with asyncio.timeout(5):
            await all_heard.wait()
        assert len(server.asked) == 2
        for stop in stops:
            stop()
        await asyncio.sleep(0.05)
        await clock.advance_alone(86400)
        clock._release()
        await asyncio.sleep(0.05)
    assert len(server.asked) == 2


# ---- it fails, and says so ----

TROUBLES = {
    "hangs": (fake.hangs, "gave no whole answer within 0.6 s"),
    "drips": (fake.drips, "gave no whole answer within 0.6 s"),
    "fails": (fake.fails, "answers with error 500"),
    "is asked too often": (fake.is_asked_too_often, "asked too often"),
    "breaks off": (fake.breaks_off, "broke off in the middle"),
    "floods": (fake.floods, "too large to be right"),
    "announces a flood": (fake.announces_a_flood, "too large to be right"),
    "wants a sign-in": (fake.wants_a_sign_in, "is text/html, not application/rss+xml"),
    "talks nonsense": (fake.talks_nonsense, "is no feed"),
    "leads to a private address": (fake.leads_inside, "sends on to 192.168.1.1"),
    "leads to a neighbour": (fake.leads_to_a_neighbour, "sends on to 127.0.0.1"),
}


@pytest.mark.parametrize("name", TROUBLES)
async def test_each_trouble_is_told_and_the_breaker_opens_and_closes(folder, clock, server, name):
    plays, told = TROUBLES[name]
    async with started(folder, clock, server, limit_s=0.6) as assistant:
        other = await assistant.news.add(ME, server.url + "/sport.atom?loads-everything")
        await assistant.news.remove(ME, other.id)
        server.misbehaves = plays
        stall_s, entry = await longest_stall_s(call(assistant, "news"))
        for _ in range(2):  # a busy machine stalls everybody: only what always does is ours
            if stall_s >= 0.05:
                await clock.advance_alone(1000)
                again_s, _ = await longest_stall_s(call(assistant, "news"))
                stall_s = min(stall_s, again_s)
        assert stall_s < 0.05
        assert entry.status is CallStatus.FAILED
        assert told in entry.content
        trouble = (await assistant.news.store.feeds(ME))[0].feed.trouble
        assert told in str(trouble.as_error())
        assert ("may have moved" in str(trouble.as_error())) is name.startswith("leads")
        if name == "talks nonsense":
            return  # the host itself answers well
        for _ in range(4):
            await clock.advance_alone(1000)
            await call(assistant, "news")
        asked = len(server.asked)
        await clock.advance_alone(30)
        if name != "is asked too often":
            outcome = await assistant.news.refresh(ME, at_once=True)
            assert "is not asked again until" in str(outcome.troubles[0][1])
            assert len(server.asked) == asked
    server.misbehaves = None
    await clock.advance_alone(4000)
    async with started(folder, clock, server) as assistant:
        entry = await call(assistant, "news")
        assert entry.status is CallStatus.DONE
        assert "Parliament votes" in entry.content
        feeds = [one.feed for one in await assistant.news.store.feeds(ME)]
        assert [one.trouble for one in feeds] == [None, None]


async def test_a_connection_that_is_not_secure_is_refused(folder, clock, tmp_path):
    async with (
        news_server(own_certificate(tmp_path)) as server,
        started(folder, clock, server) as assistant,
    ):
        entry = await call(assistant, "news")
    assert entry.status is CallStatus.FAILED
    assert "is not secure: its certificate could not be verified" in entry.content
    assert server.asked == []


async def test_one_feed_that_fails_takes_no_other_with_it(folder, clock, server):
    server.pages.pop("/sport.atom")
    async with started(folder, clock, server) as assistant:
        entry = await call(assistant, "news")
    assert entry.status is CallStatus.DONE
    assert "Parliament votes" in entry.content
    assert "brought nothing: 127.0.0.1 answers with error 404" in entry.content


async def test_while_nothing_new_can_be_had_what_is_there_is_told_with_its_age(
    folder, clock, server
):
    async with started(folder, clock, server) as assistant:
        await call(assistant, "news")
        server.misbehaves = fake.fails
        await clock.advance_alone(7200)
        entry = await call(assistant, "news")
    assert entry.status is CallStatus.DONE
    assert "Parliament votes" in entry.content
    assert "As of 10:00." in entry.content
    assert "answers with error 500" in entry.content


async def test_what_unpacks_to_very_much_is_refused_and_a_packed_feed_is_read(
    folder, clock, server
):
    packed = {"/world.xml": gzip.compress(b" " * 200_000_000, 6), "/sport.atom": None}
    packed["/sport.atom"] = gzip.compress(server.pages["/sport.atom"][1])

    async def packs(writer: asyncio.StreamWriter, path: str) -> None:
        extra = "content-encoding: gzip\r\n"
        writer.write(fake.whole(packed[path], 200, "application/xml", extra))
        await writer.drain()

    server.misbehaves = packs
    async with started(folder, clock, server) as assistant:
        outcome = await assistant.news.refresh(ME)
        assert [title for title, _ in outcome.troubles] == [server.url + "/world.xml"]
        assert "too large to be right" in str(outcome.troubles[0][1])
        assert outcome.fresh == 2


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:99999/",
        "http://[::1",
        "https://",
        "//",
        "",
        "gopher://x",
        "http://\x7f/",
        "/",
    ],
)
async def test_a_redirect_to_what_is_no_address_harms_nobody(folder, clock, server, target):
    async def leads(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(fake.whole(b"", 302, extra=f"location: {target}\r\n"))
        await writer.drain()

    server.misbehaves = leads
    async with started(folder, clock, server) as assistant:
        outcome = await assistant.news.refresh(ME)
        assert len(outcome.troubles) == 2
        with pytest.raises(KnownError):
            await assistant.news.add(ME, server.url)


async def test_a_feed_that_takes_too_long_to_read_is_left_alone(folder, clock, server, monkeypatch):
    monkeypatch.setattr(discovery, "PARSE_LIMIT_S", 0.02)
    long = rss("Long", [Entry(f"Story {n}", n, text="<b>x" * 50) for n in range(3000)])
    server.pages["/world.xml"] = ("text/xml", long)
    server.pages.pop("/sport.atom")
    async with started(folder, clock, server) as assistant:
        outcome = await assistant.news.refresh(ME)
    assert "takes too long to read" in str(outcome.troubles[1][1])


# ---- pictures, off until switched on ----

PICTURE = b"\x89PNG of a cat"


async def test_pictures_come_only_where_they_are_wanted_and_by_a_secured_connection(
    folder, clock, tmp_path, monkeypatch
):
    context = own_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.pem"))
    monkeypatch.setattr(desk, "is_public", lambda url: "127.0.0.1" in url)
    async with news_server(context) as server, started(folder, clock, server) as assistant:
        server.pages["/cat.png"] = ("image/png", PICTURE)
        server.pages["/cat.html"] = ("text/html", PICTURE)
        url = server.url + "/cat.png"
        assert await assistant.news.picture(url) is None
        assert server.asked == []
        await assistant.services.set_fields("news", {"pictures": True})
        assert await assistant.news.picture(url) == PICTURE
        for other in (server.url + "/cat.html", server.url + "/none.png"):
            assert await assistant.news.picture(other) is None
        asked = len(server.asked)
        for other in (url.replace("https", "http"), "https://192.168.1.1/x.png", "file:///x.png"):
            assert await assistant.news.picture(other) is None
        assert len(server.asked) == asked
        monkeypatch.setattr(desk, "is_public", lambda url: False)
        assert await assistant.news.picture(url) is None


# ---- lists in files, the command line ----


async def run(assistant: Assistant, *argv: str, cwd: Path | None = None) -> tuple[str, str]:
    """What `news` says, and what it complains of."""
    out: list[str] = []
    problems: list[str] = []
    verb, parser = News(), argparse.ArgumentParser()
    verb.arguments(parser)
    words = Terminal(out.append, problems.append, lambda: (), cwd=cwd or Path.cwd())
    assert await verb.run(assistant, parser.parse_args(argv), words) == 0
    return "".join(out), "".join(problems)


async def test_a_list_is_taken_in_and_written_and_what_is_at_home_is_left_out(
    folder, clock, tmp_path
):
    lines = "".join(
        f'<outline text="{n}" xmlUrl="{url}"/>'
        for n, url in enumerate(
            ("https://a.example/1", "http://192.168.1.1/2", "no address", "https://a.example/3")
        )
    )
    body = f'<opml><body><outline text="Mine">{lines}</outline></body></opml>'
    (tmp_path / "in.opml").write_text(body)
    async with started(folder, clock, None) as assistant:
        out, problems = await run(assistant, "import", "in.opml", cwd=tmp_path)
        assert out == "2 feeds added.\n"
        assert "Left out: http://192.168.1.1/2" in problems
        assert "Left out: no address" in problems
        out, _ = await run(assistant, "export", "out.opml", cwd=tmp_path)
        assert out == "2 feeds written to out.opml.\n"
        out, _ = await run(assistant, "import", "out.opml", cwd=tmp_path)
        assert out == "0 feeds added. 2 were known.\n"
        topics = [one.feed.topic for one in await assistant.news.store.feeds(ME)]
        assert topics == ["Mine", "Mine"]
        for wrong in (("import", "none.opml"), ("export", "no/such/folder.opml"), ("import",)):
            with pytest.raises(KnownError):
                await run(assistant, *wrong, cwd=tmp_path)


async def test_the_verb(folder, clock, server):
    async with started(folder, clock, None) as assistant:
        out, _ = await run(assistant, "add", server.url, "--topic", "World")
        assert out == "You follow “World Daily” now.\n"
        out, _ = await run(assistant, "add", server.url + "/sport.atom", "--json")
        assert json.loads(out)["title"] == "Sport Today"
        out, _ = await run(assistant, "list", "--json", "--topic", "World")
        told = [json.loads(line) for line in out.splitlines()]
        assert [one["title"] for one in told] == [one.title for one in WORLD]
        assert told[0]["published_at"] == "2026-11-23T09:40:00Z"
        short = told[0]["id"][-8:]
        out, _ = await run(assistant, "read", short)
        assert out.startswith("Parliament votes on the new budget\nWorld Daily, 2026-11-23 ")
        out, _ = await run(assistant, "star", short)
        out, _ = await run(assistant, "list", "--starred")
        assert f"{short} *" in out
        out, _ = await run(assistant, "list", "storm", "--unread")
        assert len(out.splitlines()) == 1
        out, _ = await run(assistant, "mark", "--feed", "sport")
        assert out == "2 stories marked.\n"
        out, _ = await run(assistant, "feeds")
        assert "World  World Daily" in out
        assert "2 of 3 unread" in out
        await clock.advance_alone(60)
        server.pages.pop("/world.xml")
        out, problems = await run(assistant, "refresh")
        assert out == "0 new stories.\n"
        assert "World Daily: 127.0.0.1 answers with error 404." in problems
        out, _ = await run(assistant, "remove", "World Daily")
        assert out == "You follow “World Daily” no longer.\n"
        out, _ = await run(assistant, "starters")
        assert "Science  NASA  https://www.nasa.gov/feed/" in out
        out, _ = await run(assistant, "starters", "science")
        assert "feeds added." in out
        for wrong in (("read", "zzzz"), ("read",), ("remove", "zzzz"), ("starters", "zzzz")):
            with pytest.raises(KnownError):
                await run(assistant, *wrong)
