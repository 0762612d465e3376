"""Requests to Telegram over aiohttp, telling apart what was surely not sent from what may have been delivered.

python-telegram-bot's own transport limits the whole program (performance.md section 1). No URL is ever put into an
exception or a log: the address holds the token. What has neither file nor proxy, nearly everything, is written straight
into aiohttp's connection and read by its parser: the objects that it makes for each request cost three times as much.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from storage.failpoints import failpoint

os.environ.setdefault("PTB_TIMEDELTA", "1")  # durations as timedelta, else RetryAfter warns of its own change of type

CONNECTIONS = 256
KNOWN_URLS = 64


class NotSent(NetworkError):
    """The request has not left this machine: refused, no such host, no free connection, proxy or TLS failed."""

    surely_not_sent = True


class PerhapsSent(NetworkError):
    """The connection broke after the request had begun: it may have been carried out."""

    surely_not_sent = False


class NoAnswer(TimedOut):
    """No answer in time: the request may have been carried out."""

    surely_not_sent = False


def surely_not_sent(exc: BaseException) -> bool:
    """True when the request may be repeated without fear of a second effect."""
    return bool(getattr(exc, "surely_not_sent", False))


@dataclass(frozen=True, slots=True)
class Target:
    """An address that is asked again and again: whose connection it takes, and how a request to it begins."""

    connects: aiohttp.ClientRequest
    head: bytes


class Said:
    """A call's parameters where none is a file: as the library's own, in a fifth of their time."""

    contains_files = False

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.json_parameters = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in data.items()
        }


class Transport(BaseRequest):
    """One pool of connections; PTB wants two of these, one for long polling and one for everything else."""

    def __init__(
        self,
        *,
        proxy: str = "",
        connections: int = CONNECTIONS,
        read_timeout: float = 20.0,
        write_timeout: float = 60.0,
        connect_timeout: float = 10.0,
    ) -> None:
        self._proxy = proxy or None
        self._connections = connections
        self._read = read_timeout
        self._write = write_timeout
        self._connect = connect_timeout
        self._session: aiohttp.ClientSession | None = None
        self._connector: aiohttp.TCPConnector | None = None
        self._targets: dict[str, Target] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer unless the caller says otherwise."""
        return self._read

    async def initialize(self) -> None:
        """Opens the pool; may be called twice."""
        if self._session is None:
            self._connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300, keepalive_timeout=30)
            self._session = aiohttp.ClientSession(
                connector=self._connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Closes the pool; may be called twice."""
        session, self._session, self._connector = self._session, None, None
        self._targets.clear()
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - part of connect_timeout here
    ) -> tuple[int, bytes]:
        """The status and body; NotSent, PerhapsSent or NoAnswer when there is none."""
        read = _given(read_timeout, self._read)
        connect = _given(connect_timeout, self._connect)
        called = url.rpartition("/")[2]
        failpoint("call", called)
        try:
            if method != "POST" or request_data is None or request_data.contains_files or self._proxy is not None:
                write = _given(write_timeout, self._write)
                patience = aiohttp.ClientTimeout(total=_sum(read, connect, write), connect=connect, sock_read=read)
                failpoint("wait", "request")
                return await self._requested(method, url, request_data, patience, called)
            failpoint("wait", "post")
            return await self._posted(self._target(url), _json(request_data), read, connect, called)
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError) as exc:
            raise NotSent(f"not sent: {type(exc).__name__}") from None
        except TimeoutError:
            raise NoAnswer("no answer in time") from None
        except (aiohttp.InvalidURL, ValueError):
            raise NotSent("not sent: TELEGRAM_API_URL or TELEGRAM_PROXY_URL is no address") from None
        except (aiohttp.ClientError, HttpProcessingError, OSError) as exc:
            raise PerhapsSent(f"perhaps delivered: {type(exc).__name__}") from None

    async def _requested(
        self, method: str, url: str, data: RequestData | None, patience: aiohttp.ClientTimeout, called: str
    ) -> tuple[int, bytes]:
        """Any request, by aiohttp."""
        if self._session is None:
            raise RuntimeError("the transport is not open")
        failpoint("wait", "request")
        async with self._session.request(
            method, URL(url), data=_body(data), timeout=patience, proxy=self._proxy, allow_redirects=False
        ) as response:
            failpoint("answering", called)
            answer = response.status, await response.read()
            failpoint("called", called)
            return answer

    async def _posted(
        self, target: Target, said: bytes, read: float | None, connect: float | None, called: str
    ) -> tuple[int, bytes]:
        """JSON, written into a connection of aiohttp's."""
        if self._connector is None:
            raise RuntimeError("the transport is not open")
        try:
            failpoint("wait", "connect")
            connection = await self._connector.connect(target.connects, [], aiohttp.ClientTimeout(connect=connect))
        except TimeoutError:
            raise NotSent("not sent: no connection in time") from None
        protocol, wire = connection.protocol, connection.transport
        if protocol is None or wire is None:
            connection.close()
            raise NotSent("not sent: the connection is closed")
        try:
            protocol.set_response_params(read_until_eof=True, read_timeout=read)
            wire.write(b"%b%d\r\n\r\n%b" % (target.head, len(said), said))
            protocol.start_timeout()
            failpoint("answering", called)
            message, body = await protocol.read()
            failpoint("answering", called)
            answer = message.code, await body.read()
        except BaseException:
            connection.close()
            raise
        if message.code < HTTPStatus.OK:  # another answer was to follow
            connection.close()
        else:
            connection.release()
        failpoint("called", called)
        return answer

    def _target(self, url: str) -> Target:
        known = self._targets.get(url)
        if known is None:
            address = URL(url)
            if address.scheme not in {"http", "https"}:
                raise ValueError("no address of HTTP")
            asked = aiohttp.ClientRequest("POST", address, loop=asyncio.get_running_loop())
            lines = (
                f"POST {asked.url.raw_path_qs} HTTP/1.1",
                f"Host: {asked.headers['Host']}",
                f"User-Agent: {self.USER_AGENT}",
                "Content-Type: application/json",
                "Content-Length: ",
            )
            known = Target(asked, "\r\n".join(lines).encode("ascii"))
            if len(self._targets) < KNOWN_URLS:
                self._targets[url] = known
        return known


def _json(request_data: RequestData) -> bytes:
    """Url-encoding a Vietnamese sentence costs a tenth of an answer."""
    return json.dumps(request_data.json_parameters, ensure_ascii=False).encode()


def _body(request_data: RequestData | None) -> aiohttp.FormData | aiohttp.BytesPayload | None:
    """A form with parts for files, JSON otherwise."""
    if request_data is None:
        return None
    if not request_data.contains_files:
        return aiohttp.BytesPayload(_json(request_data), content_type="application/json")
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, part in request_data.multipart_data.items():
        filename, content, mime = _part(part)
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _part(part: Any) -> tuple[str, Any, str]:
    filename, content, mime = part
    return filename, content, mime or "application/octet-stream"


def _given(value: ODVInput[float], default: float) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _sum(*parts: float | None) -> float | None:
    """The longest a request may take in all; None (for ever) when one part may."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
