"""Everything that talks to the world: one file or folder each, one line in ALL_SERVICES.

health_service has no line: it reads files where they lie and reaches no host, so that there is
nothing to switch on.
"""

from collections.abc import Callable

from assistant_desktop.domain.service import ServiceSpec
from assistant_desktop.services import (
    calendar_service,
    news_service,
    update_service,
    weather_service,
)
from assistant_desktop.services.calendar_service import google
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.notify import phone

ALL_SERVICES: tuple[Callable[[ServiceGround], ServiceSpec], ...] = (
    weather_service.service,
    news_service.service,
    calendar_service.service,
    google.service,
    phone.service,
    update_service.service,
)
