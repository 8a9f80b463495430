"""Made-up news for the pictures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from assistant_desktop.domain.ids import FeedId, NewsItemId, UserId
from assistant_desktop.domain.news import Feed, FeedCount, FeedTrouble, NewFeed, NewsItem
from assistant_desktop.ui.models.news_rows import (
    choices_of,
    feed_rows,
    rows_of,
    story_text,
)
from assistant_desktop.ui.shots_data import NOW, pick
from assistant_desktop.ui.views.news_page import NewsPage
from assistant_desktop.ui.views.shell import LEAST_SIZE

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from assistant_desktop.ui.shots import Camera

_STORIES = (
    (
        "Parliament votes on the budget after a night of talks",
        "Парламент принял бюджет после ночных переговоров",
    ),
    (
        "Storm closes ports along the coast; ferries do not sail until Wednesday, trains are late",
        "Шторм закрыл порты на всём побережье: паромы не ходят до среды, поезда опаздывают",
    ),
    ("Riga wins the final after extra time", "Рига выиграла финал в дополнительное время"),
    ("A telescope finds water where nobody looked", "Телескоп нашёл воду там, где её не искали"),
    (
        "Old trams get a second life as cafés",
        "Старым трамваям дали вторую жизнь: в них открывают кафе",
    ),
    ("The library that lends tools", "Библиотека, где выдают инструменты"),
)


def feeds(language: str) -> list[FeedCount]:
    """Three feeds, one of them in trouble."""
    trouble = FeedTrouble(
        message="{host} answers with error {status}.",
        hint="Try again later.",
        values={"host": "sport.example", "status": "503"},
    )
    names = (
        (pick(language, "World Daily", "Вестник"), pick(language, "World", "Мир"), None),
        (pick(language, "Sport Today", "Спорт сегодня"), pick(language, "Sport", "Спорт"), trouble),
        (pick(language, "Starlight", "Звёзды"), pick(language, "Science", "Наука"), None),
    )
    made = []
    for number, (title, topic, bad) in enumerate(names):
        feed = Feed(
            id=FeedId(f"f{number}"),
            user_id=UserId("me"),
            url=f"https://site{number}.example/feed.xml",
            title=title,
            topic=topic,
            added_at=NOW,
            refreshed_at=NOW - timedelta(minutes=9),
            trouble=bad,
        )
        made.append(FeedCount(feed=feed, stories=40 + number, unread=7 * number + 2))
    return made


def items(language: str, count: int = 24) -> list[NewsItem]:
    """Stories of two days, some read, one starred, one in two feeds."""
    mine = [one.feed for one in feeds(language)]
    made = []
    for number in range(count):
        feed = mine[number % 3]
        title = pick(language, *_STORIES[number % len(_STORIES)])
        made.append(
            NewsItem(
                id=NewsItemId(f"n{number}"),
                feed_id=feed.id,
                feed=feed.title,
                topic=feed.topic,
                title=title,
                link="https://site.example/story",
                body=_body(language),
                published_at=NOW - timedelta(minutes=37 * number + 4),
                read=number in {1, 2, 5} or number > 9,
                starred=number in {2, 4},
                also=(mine[2].title,) if number == 0 else (),
            )
        )
    return made


def _body(language: str) -> str:
    return pick(
        language,
        "<p>After nine hours of talks the members <b>agreed</b> on a budget. The vote was closer"
        " than anybody expected.</p>"
        "<blockquote>We will sleep now, and read it tomorrow.</blockquote>"
        '<p>What changes: <a href="https://site.example/more">the whole list</a>.</p>'
        "<ul><li>Schools get more.</li><li>Roads wait a year.</li></ul>"
        '<img src="https://site.example/p.jpg" alt="The hall at night">',
        "<p>После девяти часов переговоров депутаты <b>договорились</b> о бюджете. Перевес"
        " оказался меньше, чем ждали.</p><blockquote>Сейчас спать, а читать — завтра.</blockquote>"
        '<p>Что изменится: <a href="https://site.example/more">весь список</a>.</p>'
        "<ul><li>Школы получат больше.</li><li>Дороги подождут год.</li></ul>"
        '<img src="https://site.example/p.jpg" alt="Зал заседаний ночью">',
    )


def starters(language: str) -> list[tuple[str, list[NewFeed]]]:
    """A list to begin with."""
    names = {
        pick(language, "World", "Главное"): (
            pick(language, "BBC News: World", "Русская служба Би-би-си"),
            pick(language, "The Guardian: World", "Deutsche Welle на русском"),
            pick(language, "Deutsche Welle", "Интерфакс"),
        ),
        pick(language, "Science", "Наука"): (
            pick(language, "Quanta Magazine", "N + 1"),
            pick(language, "NASA", "Элементы"),
        ),
    }
    return [
        (topic, [NewFeed(url=f"https://{n}.example", title=n) for n in titles])
        for topic, titles in names.items()
    ]


def shoot(camera: Camera) -> None:
    """The page of news in its states."""
    shell, language = camera.shell, camera.language
    page, mine = NewsPage(), feeds(language)
    shell.add_page("news", page)
    page.feeds.show_starters(starters(language))
    page.show_feeds([])
    shell.go("news")
    camera.take("news-empty")
    page.show_feeds(feed_rows(mine))
    page.show_choices(choices_of(mine))
    page.show_rows([], has_more=False, is_narrowed=False)
    page.show_status(0, "", busy=True)
    camera.take("news-first")
    told = items(language)
    rows, _ = rows_of(told, NOW, by_topic=False)
    page.show_rows(rows, has_more=False, is_narrowed=False)
    page.show_status(18, "14:05", busy=False)
    zone: ZoneInfo = NOW.tzinfo  # type: ignore[assignment]
    page.show_story(story_text(told[0], zone))
    page.list.keep_at("n0")
    camera.take("news")
    page.show_trouble(feed_rows(mine)[1].trouble)
    page.by_topic.setChecked(True)
    by_topic, _ = rows_of(sorted(told, key=lambda one: one.topic), NOW, by_topic=True)
    page.show_rows(by_topic, has_more=False, is_narrowed=False)
    shell.resize(LEAST_SIZE)
    camera.take("news-least")
    page._opened("n0")
    page.show_story(story_text(told[1], zone))
    camera.take("news-story-least")
    shell.resize(QSize(1080, 720))
    page.by_topic.setChecked(False)
    many, _ = rows_of(items(language, 10_000), NOW, by_topic=False)
    page.show_rows(many, has_more=False, is_narrowed=False)
    page.show_off(off=True)
    camera.take("news-10000-off")
    page.show_off(off=False)
    page._go_to_feeds()
    page.feeds.tell_problem(
        pick(
            language,
            "What stands at https://example.org/ is no feed. Look on the site for “RSS” or “Feed”,"
            " and give that address.",
            "По адресу https://example.org/ не лента. Найдите на сайте «RSS» или «Лента» и укажите"
            " тот адрес.",
        )
    )
    camera.take("news-feeds")
