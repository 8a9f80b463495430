"""One request and its answer, read within a size; every failure becomes words.

Redirects are followed to places that are switched on, and nowhere else: what leads to a private
address, to another host or away from TLS is refused.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from assistant_desktop.domain.errors import (
    OutboundBlocked,
    ServiceError,
    ServiceNonsense,
    ServiceRefused,
    ServiceUnreachable,
)
from assistant_desktop.domain.service import to_translate
from assistant_desktop.services.http_client import HttpClient

if TYPE_CHECKING:
    import httpx

READ_S = 5.0
"""Between two pieces of an answer; the limit of the whole fetch is the caller's."""
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNCHANGED = 304
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=(\d{1,8})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. is_unchanged: the server says that what is kept still holds.

    kind: the content type, with its charset.
    """

    body: bytes = b""
    kind: str = ""
    etag: str | None = None
    last_modified: str | None = None
    max_age_s: float | None = None
    is_unchanged: bool = False


async def read_answer(
    http: HttpClient, url: str, headers: Mapping[str, str], accepts: tuple[tuple[str, ...], int]
) -> Answer:
    """GET `url`; `accepts` are the content types and the largest size that will do.

    Raises:
        ServiceError: what went wrong, in words.
        OutboundBlocked: the host is not switched on.
    """
    import httpx

    host, first = urlsplit(url).hostname or "", url
    headers = {**headers, "accept-encoding": "identity"}  # so that the size read is the size sent
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            async with http.stream("GET", url, headers=headers, read_s=READ_S) as response:
                if response.status_code not in _REDIRECTS:
                    return await _taken(response, host, accepts)
                url = _next(response, url)
    except httpx.HTTPError as error:
        raise _unreachable(error, host) from error
    except (ValueError, httpx.InvalidURL) as error:  # it leads to what is no address at all
        raise _nonsense(to_translate("What {host} answers cannot be read."), host) from error
    except OutboundBlocked as error:
        if url == first:
            raise
        raise LedAway(host, url) from error
    raise _nonsense(to_translate("{host} sends from one address to the next without end."), host)


def _next(response: "httpx.Response", url: str) -> str:
    target: str = urljoin(url, response.headers.get("location", ""))
    old, new = urlsplit(url), urlsplit(target)
    if new.scheme not in {old.scheme, "https"}:
        raise LedAway(old.hostname or "", target)
    return target


async def _taken(
    response: "httpx.Response", host: str, accepts: tuple[tuple[str, ...], int]
) -> Answer:
    kinds, most = accepts
    status = response.status_code
    max_age = _MAX_AGE.search(response.headers.get("cache-control", ""))
    marks = {
        "etag": response.headers.get("etag"),
        "last_modified": response.headers.get("last-modified"),
        "max_age_s": float(max_age[1]) if max_age else None,
    }
    if status == _UNCHANGED:
        return Answer(is_unchanged=True, max_age_s=float(max_age[1]) if max_age else None)
    if status != 200:
        raise _refused(response, host)
    told = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if told not in kinds and f"{told.split('/')[0]}/*" not in kinds:
        raise ServiceNonsense(
            "What {host} answers is {told}, not {wanted}.",
            hint="A network with a sign-in page does this: open a browser and sign in.",
            host=host,
            told=told or "?",
            wanted=kinds[0],
        )
    stated = response.headers.get("content-length", "")
    body = None
    if not (stated.isdigit() and int(stated) > most):
        body = await _read(response, host, most)
    if body is None:
        raise _nonsense(to_translate("The answer of {host} is too large to be right."), host)
    return Answer(body=body, kind=response.headers.get("content-type", ""), **marks)


async def _read(response: "httpx.Response", host: str, most: int) -> bytes | None:
    """The body; None where it is larger. Some pack what they were asked not to pack."""
    body, unpack = bytearray(), None
    if response.headers.get("content-encoding", "").lower() in {"gzip", "x-gzip", "deflate"}:
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
    async for piece in response.aiter_raw(65536):
        try:
            # A little may unpack to very much: never more than what is taken anyway.
            body += piece if unpack is None else unpack.decompress(piece, most + 1 - len(body))
        except zlib.error as error:
            raise _nonsense(to_translate("What {host} answers cannot be read."), host) from error
        if len(body) > most:
            return None
    return bytes(body)


def _refused(response: "httpx.Response", host: str) -> ServiceRefused:
    status = response.status_code
    after_s = _after_s(response.headers.get("retry-after", ""), response.headers.get("date", ""))
    if status == 429:
        return ServiceRefused(
            "{host} says that it was asked too often.",
            hint="Try again later.",
            status=status,
            after_s=after_s,
            host=host,
        )
    return ServiceRefused(
        "{host} answers with error {status}.",
        hint="Try again later.",
        status=status,
        after_s=after_s,
        host=host,
    )


def _after_s(text: str, date: str) -> float | None:
    """Retry-After in seconds: a number, or a moment by the server's own clock.

    Source: RFC 9110, section 10.2.3.
    """
    if text.strip().isdigit():
        return float(text)
    try:
        return max((parsedate_to_datetime(text) - parsedate_to_datetime(date)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def _unreachable(error: "httpx.HTTPError", host: str) -> ServiceError:
    import httpx

    if _is_tls(error):
        return ServiceNonsense(
            "The connection to {host} is not secure: its certificate could not be verified.",
            hint="Check the date of this computer, and whether the network asks to sign in.",
            host=host,
        )
    if isinstance(error, httpx.DecodingError):
        return _nonsense(to_translate("What {host} answers cannot be read."), host)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        text = to_translate("{host} cannot be reached.")
    elif isinstance(error, httpx.TimeoutException):
        text = to_translate("{host} stopped answering.")
    else:
        text = to_translate("{host} broke off in the middle of its answer.")
    return ServiceUnreachable(
        text, hint="Check the connection, then try again.", retryable=True, host=host
    )


def _is_tls(error: BaseException) -> bool:
    import ssl

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _nonsense(text: str, host: str) -> ServiceNonsense:
    return ServiceNonsense(text, hint="Try again later.", host=host)


class LedAway(ServiceNonsense):
    """It sends on to `url`, which is not switched on."""

    def __init__(self, host: str, url: str) -> None:
        super().__init__(
            "{host} sends on to {target}, which is not switched on: this was refused.",
            hint="A network with a sign-in page does this: open a browser and sign in.",
            host=host,
            target=urlsplit(url).hostname or url,
        )
        self.url = url
