"""Newer versions of the product itself: a signed list, read at most daily."""

from urllib.parse import urlsplit, urlunsplit

from assistant_desktop.domain.model import DomainModel
from assistant_desktop.domain.service import Leaving, ServiceSpec, to_translate
from assistant_desktop.domain.update import ReleaseInfo, VersionState
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.update_service.this_copy import release_info
from assistant_desktop.services.update_service.watch import VersionWatch, WatchParts
from assistant_desktop.wording import Wording, wording

__all__ = ["VersionWatch", "service", "version_watch"]

ID = "updates"
NO_PLACE = to_translate("This copy was built without a place where versions are listed.")


class UpdateSettings(DomainModel):
    """There is nothing to choose but the switch."""

    model_config = DomainModel.model_config | {"extra": "ignore"}


def version_watch(ground: ServiceGround) -> VersionWatch:
    """What looks for newer versions."""
    info = _info(ground)
    return VersionWatch(
        WatchParts(
            info=info,
            url=_moved(ground, info.manifest_url),
            fetcher=ground.fetcher(ID),
            store=ground.store(ID),
            clock=ground.clock,
            events=ground.events,
            is_on=lambda: ground.settings.service(ID).enabled,
            language=lambda: ground.words().language,
        )
    )


def service(ground: ServiceGround) -> ServiceSpec:
    """The service."""
    info, watch = _info(ground), version_watch(ground)

    async def probe(language: str) -> str:
        return told_of(await watch.look(), wording(language))

    first, others = urlsplit(info.manifest_url).hostname, info.also_hosts
    hosts = (first, *others) if first else ()
    return ServiceSpec(
        id=ID,
        title=to_translate("New versions of this app"),
        probe=probe,
        settings=UpdateSettings,
        leaves=tuple(
            Leaving(host, to_translate("the number of this version, once a day")) for host in hosts
        ),
        urls=(_moved(ground, info.manifest_url), *map(ground.base, others)) if first else (),
        without_hosts=NO_PLACE,
        cannot="" if first else NO_PLACE,
    )


def told_of(state: VersionState, words: Wording) -> str:
    """What a look found, in a sentence."""
    if state.found is None:
        return words.text("Version {version} is the newest.", version=state.version)
    return words.text(
        "Version {version} is out; this is {own}.", version=state.found.version, own=state.version
    )


def _info(ground: ServiceGround) -> ReleaseInfo:
    return ground.elsewhere.release or release_info()


def _moved(ground: ServiceGround, url: str) -> str:
    """The address as it is; in tests, at the place where they have its host."""
    parts = urlsplit(url)
    moved = ground.elsewhere.urls.get(parts.hostname or "")
    if moved is None:
        return url
    base = urlsplit(moved)
    return urlunsplit((base.scheme, base.netloc, parts.path, parts.query, ""))
