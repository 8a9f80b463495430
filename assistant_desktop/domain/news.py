"""One item of a feed."""

from assistant_desktop.domain.model import AwareDatetime, DomainModel


class NewsItem(DomainModel):
    """A headline with its source; `link` is where the whole text stands."""

    id: str
    feed: str
    title: str
    link: str
    summary: str = ""
    published_at: AwareDatetime | None = None
    read: bool = False
