"""Open-Meteo on loopback, that behaves or misbehaves as a test wants."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from assistant_desktop.services.ground import Elsewhere
from tests.fakes.loopback_server import LoopbackServer, playing, whole

HOSTS = ("api.open-meteo.com", "geocoding-api.open-meteo.com", "air-quality-api.open-meteo.com")
START = datetime(2026, 11, 23, tzinfo=UTC)
PLACES = {
    "riga": ("Riga", "Riga", "Latvia", 56.946, 24.10589, "Europe/Riga"),
    "рига": ("Рига", "Рига", "Латвия", 56.946, 24.10589, "Europe/Riga"),
    "berlin": ("Berlin", "Land Berlin", "Germany", 52.52437, 13.41053, "Europe/Berlin"),
    "москва": ("Москва", "Москва", "Россия", 55.75222, 37.61556, "Europe/Moscow"),
}


@dataclass
class WeatherServer(LoopbackServer):
    """What it says can be set."""

    temperature_c: float = 4.2
    cache_control: str = ""
    etag: str = ""

    def elsewhere(self, *, limit_s: float = 8.0, scheme: str = "http") -> Elsewhere:
        """All hosts of the weather at this server."""
        base = f"{scheme}://127.0.0.1:{self.port}"
        return Elsewhere(dict.fromkeys(HOSTS, base), self.patience(limit_s))

    def answer(self, writer: asyncio.StreamWriter, path: str) -> None:
        extra = f"cache-control: {self.cache_control}\r\n" if self.cache_control else ""
        if self.etag:
            extra += f'etag: "{self.etag}"\r\n'
            if self.headers[-1].get("if-none-match") == f'"{self.etag}"':
                writer.write(f"HTTP/1.1 304 X\r\n{extra}content-length: 0\r\n\r\n".encode())
                return
        writer.write(whole(self.body(path), extra=extra))

    def body(self, path: str) -> bytes:
        """What Open-Meteo would say."""
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/v1/search":
            return _places(query)
        if parts.path == "/v1/air-quality":
            current = {"time": int(START.timestamp()), "european_aqi": 25, "pm2_5": 6.1, "pm10": 9}
            return json.dumps({"current": current}).encode()
        return self._forecast(query)

    def _forecast(self, query: dict[str, str]) -> bytes:
        zones = {f"{p[3]:.2f}": p[5] for p in PLACES.values()}
        zone = zones.get(query["latitude"], "UTC")
        hours = [int(START.timestamp()) + 3600 * n - 7200 for n in range(240)]
        midnights = hours[::24]
        moment = {
            "temperature_2m": self.temperature_c,
            "apparent_temperature": 1.0,
            "relative_humidity_2m": 87,
            "precipitation": 0.1,
            "weather_code": 61,
            "wind_speed_10m": 6.2,
        }
        hourly = {name: [value] * 240 for name, value in moment.items()}
        hourly["temperature_2m"] = [round(5 + n % 24 / 4, 1) for n in range(240)]
        said = {
            "timezone": zone,
            "utc_offset_seconds": 7200,
            "current": {"time": int(START.timestamp()) + 36000, **moment},
            "hourly": {"time": hours, **hourly, "precipitation_probability": [40] * 240},
            "daily": {
                "time": midnights,
                "weather_code": [3, 71] * 5,
                "temperature_2m_max": [6 - n for n in range(10)],
                "temperature_2m_min": [2 - n for n in range(10)],
                "precipitation_sum": [0.5] * 10,
                "precipitation_probability_max": [80, 10] * 5,
                "wind_speed_10m_max": [8.0] * 10,
                "sunrise": [n + 30000 for n in midnights],
                "sunset": [n + 57000 for n in midnights],
            },
        }
        return json.dumps(said).encode()


def _places(query: dict[str, str]) -> bytes:
    found = PLACES.get(query["name"].lower())
    if found is not None and query["language"] == "ru":
        found = next((one for one in PLACES.values() if one[3:5] == found[3:5] and _ru(one)), found)
    if found is None:
        return b'{"generationtime_ms": 0.3}'
    names = ("name", "admin1", "country", "latitude", "longitude", "timezone")
    return json.dumps({"results": [dict(zip(names, found, strict=True))]}).encode()


def _ru(place: tuple[object, ...]) -> bool:
    return not str(place[0]).isascii()


@asynccontextmanager
async def weather_server(
    secured_by: ssl.SSLContext | None = None,
) -> AsyncIterator[WeatherServer]:
    """Serve on a free port until the block ends."""
    async with playing(WeatherServer(), secured_by) as server:
        yield server
