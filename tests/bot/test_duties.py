"""What a process does by its role, and which roles the settings allow."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from bot.domain.errors import BadSetting
from bot.duties import Duties, Share, duties
from bot.settings import Settings

POSTGRESQL = "postgresql+asyncpg://bot@db/bot"
HOOK: dict[str, Any] = {
    "webhook_url": "https://bot.example.org/telegram/hook",
    "webhook_secret": SecretStr("s"),
    "listen": "[::1]:80",
}


def settings(url: str = POSTGRESQL, **about: Any) -> Settings:
    return Settings(_env_file=None, database_url=url, **about)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("share", "hook", "done", "seats"),
    [
        ("all", {}, Duties(shared=True, receives=False, polls=True, works=True), {"leader", "poller"}),
        ("worker", {}, Duties(shared=True, receives=False, polls=True, works=True), {"leader", "poller"}),
        ("all", HOOK, Duties(shared=True, receives=True, polls=False, works=True), {"leader"}),
        ("worker", HOOK, Duties(shared=True, receives=False, polls=False, works=True), {"leader"}),
        ("web", HOOK, Duties(shared=True, receives=True, polls=False, works=False), set()),
    ],
)
def test_each_role_has_its_part(share: Share, hook: dict[str, Any], done: Duties, seats: set[str]) -> None:
    mine = duties(settings(**hook), share)
    assert mine == done
    assert set(mine.seats) == seats


def test_alone_with_its_file_one_process_does_everything() -> None:
    assert duties(settings("sqlite:///x.db"), "all") == Duties(shared=False, receives=False, polls=True, works=True)


@pytest.mark.parametrize("share", ["web", "worker"])
def test_on_sqlite_a_part_is_refused(share: Share) -> None:
    with pytest.raises(BadSetting, match=f"--role {share} needs PostgreSQL"):
        duties(settings("sqlite:///x.db", **HOOK), share)


def test_web_without_a_webhook_and_a_webhook_without_a_secret_are_refused() -> None:
    with pytest.raises(BadSetting, match="WEBHOOK_URL"):
        duties(settings(), "web")
    with pytest.raises(BadSetting, match="WEBHOOK_SECRET"):
        duties(settings(**HOOK | {"webhook_secret": SecretStr("")}), "all")
    assert not duties(settings(**HOOK | {"webhook_secret": SecretStr("")}), "worker").receives
