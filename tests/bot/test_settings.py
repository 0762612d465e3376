from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from bot.domain.errors import BadSetting

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_example_gives_the_defaults() -> None:
    example = Path(__file__).parents[2] / ".env.example"
    Path(".env").write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    assert settings.load() == settings.Settings(_env_file=None)  # type: ignore[call-arg]
    names = {line.split("=")[0] for line in example.read_text(encoding="utf-8").splitlines() if line[:1].isupper()}
    assert names == {name.upper() for name in settings.Settings.model_fields}


def test_the_environment_wins_over_the_file_and_blanks_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("LANGUAGE=en\nADMIN_IDS= 7, 8 ,\nLOG_LEVEL=debug\nSEND_RATE=\n")
    monkeypatch.setenv("LANGUAGE", "vi")
    found = settings.load()
    assert (found.language, found.admin_ids, found.log_level, found.send_rate) == (
        "vi",
        frozenset({7, 8}),
        "DEBUG",
        20.0,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LANGUAGE", "fr"),
        ("ADMIN_IDS", "7,x"),
        ("TIMEZONE", "Asia/Nowhere"),
        ("TIMEZONE", "../etc/passwd"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_PROXY_URL", "socks5://127.0.0.1:1"),
        ("WEBHOOK_URL", "http://example.org/telegram"),
        ("LISTEN", "8080"),
        ("LISTEN", "127.0.0.1:99999"),
        ("SEND_RATE", "0"),
        ("SEND_RATE", "quick"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=f"^{name}: ") as caught:
        settings.load()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("token", ["", "abc", "12:short", TOKEN + " x"])
def test_a_token_that_is_none_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("BOT_TOKEN", token)
    with pytest.raises(BadSetting, match="BOT_TOKEN") as caught:
        _ = settings.load().token
    assert token == "" or token not in str(caught.value)


def test_the_token_is_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    found = settings.load()
    assert found.token == TOKEN
    assert TOKEN not in repr(found) + str(found.model_dump())


def test_a_readable_env_with_a_token_is_noticed() -> None:
    """Matrix 98."""
    env = Path(".env")
    env.write_text(f"BOT_TOKEN={TOKEN}\n")
    env.chmod(0o644)
    assert settings.exposed(settings.load())
    env.chmod(0o600)
    assert not settings.exposed(settings.load())
    env.write_text("LANGUAGE=vi\n")
    env.chmod(0o644)
    assert not settings.exposed(settings.load())


def test_a_token_from_elsewhere_is_not_exposed_by_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    env = Path(".env")
    env.write_text(f"BOT_TOKEN={TOKEN}\n")
    env.chmod(0o644)
    monkeypatch.setenv("BOT_TOKEN", TOKEN.replace("AA", "AB"))
    assert not settings.exposed(settings.load())


def test_where_to_listen_is_host_and_port(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.load().listen_at is None
    monkeypatch.setenv("LISTEN", "[::1]:8080")
    assert settings.load().listen_at == ("::1", 8080)
