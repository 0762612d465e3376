"""Telegram's refusals: an error with its code, its own English text, and now and then parameters."""

from __future__ import annotations

from typing import Any

PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


class ApiRefusal(Exception):
    """What the Bot API answers instead of a result: ``{"ok": false, "error_code": code, "description": …}``."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON body."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def refuse(why: str, code: int = 400, **parameters: Any) -> ApiRefusal:
    """A refusal that begins as Telegram's do: ``Bad Request: chat not found``."""
    return ApiRefusal(code, f"{PREFIXES[code]}: {why}", **parameters)


def too_many(seconds: int) -> ApiRefusal:
    """Too fast: how long to wait stands in text and parameters."""
    return ApiRefusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
