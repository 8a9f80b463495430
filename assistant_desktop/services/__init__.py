"""Everything that talks to the world: one file or folder each, one line in ALL_SERVICES."""

from collections.abc import Callable

from assistant_desktop.domain.service import ServiceSpec
from assistant_desktop.services import calendar_service, news_service, weather_service
from assistant_desktop.services.ground import ServiceGround

ALL_SERVICES: tuple[Callable[[ServiceGround], ServiceSpec], ...] = (
    weather_service.service,
    news_service.service,
    calendar_service.service,
)
