"""News from feeds that the user follows: RSS, Atom and JSON Feed. No account, no go-between."""

from typing import Literal

from pydantic import Field

from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.model import DomainModel
from assistant_desktop.domain.service import ServiceSpec, to_translate
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.news_service.desk import ID, REFRESH_S, FeedDesk
from assistant_desktop.services.news_service.discovery import feed_at, read_feed
from assistant_desktop.services.news_service.tool import news_tool
from assistant_desktop.wording import wording

__all__ = ["FeedDesk", "NewsSettings", "news_desk", "service"]


class NewsSettings(DomainModel):
    """What the user can choose. keep_days: stories go after so long; starred ones stay."""

    model_config = DomainModel.model_config | {"extra": "ignore"}

    keep_days: Literal["7", "30", "90", "365"] = Field(
        default="30", title=to_translate("Keep stories for (days)")
    )
    pictures: bool = Field(
        default=False,
        title=to_translate("Show pictures"),
        description=to_translate(
            "A picture may lie on any host: that host sees that somebody reads the story."
        ),
    )


def news_desk(ground: ServiceGround) -> FeedDesk:
    """All that is done with news."""

    def chosen() -> NewsSettings:
        try:
            return NewsSettings.model_validate(ground.settings.service(ID).fields)
        except ValueError:
            return NewsSettings()  # of another version

    return FeedDesk(ground, chosen)


def service(ground: ServiceGround) -> ServiceSpec:
    """The service. Its hosts are those of the feeds that are followed."""
    desk, fetcher = news_desk(ground), ground.fetcher(ID)

    def reached() -> tuple[str, ...]:
        """Where feeds stand; those that have no secured connection may move to one."""
        urls = ground.news.followed_urls()
        secured = (one.replace("http://", "https://", 1) for one in urls)
        return tuple(dict.fromkeys((*urls, *secured)))

    async def probe(language: str) -> str:
        words = wording(language)
        await desk.ready()
        feeds = [one.feed for one in await ground.news.feeds(DEFAULT_USER)]
        if not feeds:
            return words.text("News are on. You follow no feeds yet: choose some on the News page.")
        await fetcher.wake(feeds[0].url)
        answer = await fetcher.ask(feed_at(feeds[0].url))
        parsed = await read_feed(answer, feeds[0].url)
        return words.count(
            "{feed} answers with {n} story.",
            "{feed} answers with {n} stories.",
            len(parsed.items),
            feed=feeds[0].title,
        )

    return ServiceSpec(
        id=ID,
        title=to_translate("News"),
        probe=probe,
        settings=NewsSettings,
        chosen_urls=reached,
        chosen_what=to_translate("that somebody follows a feed there"),
        refresh_s=REFRESH_S,
        tools=(news_tool(desk),),
    )
