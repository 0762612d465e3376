"""All configuration, read once from the environment and ``.env``; a wrong value is one clear line."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.errors import BadSetting

ENV_FILE = Path(".env")
TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")


class Settings(BaseSettings):
    """Named like the variables of ``.env.example``, which explains them."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    bot_token: SecretStr = SecretStr("")
    database_url: str = "sqlite:///data/bot.db"
    telegram_api_url: str = "https://api.telegram.org"
    telegram_proxy_url: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    language: Literal["vi", "en"] = "vi"
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    listen: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    send_rate: float = Field(default=20.0, gt=0, le=1000)

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_default(cls, value: Any, info: Any) -> Any:
        """``NAME=`` in .env means the default; blanks around a value are a slip."""
        if isinstance(value, str):
            value = value.strip()
        return cls.model_fields[info.field_name].default if value == "" else value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _numbers(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        words = [word.strip() for word in value.split(",") if word.strip()]
        if not all(word.isascii() and word.isdigit() for word in words):
            raise ValueError("must be numeric Telegram ids with commas between them")
        return frozenset(map(int, words))

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, KeyError):
            raise ValueError("is no zone; use a name like Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("telegram_api_url", "telegram_proxy_url", "webhook_url")
    @classmethod
    def _address(cls, value: str, info: Any) -> str:
        schemes = {"webhook_url": ("https",)}.get(info.field_name, ("http", "https"))
        try:
            parts = urlsplit(value)
            usable = parts.scheme in schemes and parts.hostname and (parts.port or 1)
        except ValueError:
            usable = False
        if value and not usable:
            raise ValueError(f"must be an address that begins with {' or '.join(f'{name}://' for name in schemes)}")
        return value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if value and not (host and port.isdigit() and 0 < int(port) < 65536):  # noqa: PLR2004
            raise ValueError("must be host:port, for example 127.0.0.1:8080")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The offices' zone."""
        return ZoneInfo(self.timezone)

    @property
    def token(self) -> str:
        """The bot's token; BadSetting when there is none or it cannot be one."""
        token = self.bot_token.get_secret_value()
        if not token:
            raise BadSetting("BOT_TOKEN is missing: put the token from @BotFather into .env or the environment.")
        if not TOKEN.fullmatch(token):
            raise BadSetting("BOT_TOKEN does not look like a token from @BotFather (123456789:AA…).")
        return token

    @property
    def listen_at(self) -> tuple[str, int] | None:
        """Host and port of webhook and health, or None."""
        host, _, port = self.listen.rpartition(":")
        return (host.strip("[]"), int(port)) if self.listen else None


def load() -> Settings:
    """The settings; BadSetting names the variable and what is wrong with it, never its value."""
    try:
        return Settings()
    except ValidationError as exc:
        first = exc.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "A setting"
        why = first["msg"].removeprefix("Value error, ")
        raise BadSetting(f"{name}: {why}.") from None
    except (OSError, UnicodeDecodeError) as exc:
        raise BadSetting(f"{ENV_FILE} cannot be read: {type(exc).__name__}.") from None


def exposed(settings: Settings) -> bool:
    """True when ``.env`` holds the token in use and others on this machine may read it."""
    token = settings.bot_token.get_secret_value()
    try:
        open_to_others = ENV_FILE.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
        return bool(token and open_to_others and token in ENV_FILE.read_text(encoding="utf-8"))
    except OSError:
        return False
