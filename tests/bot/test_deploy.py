"""What docs/deploy tells a machine to run is what the program has: its commands, settings, ports and the role of its database."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import make_url

from bot.__main__ import parser
from bot.duties import Duties, duties
from bot.settings import Settings

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
COMPOSE = (DEPLOY / "compose.yml").read_text(encoding="utf-8")
SERVICES = dict(
    re.findall(
        r"^  (\w+):.*\n((?:    .*\n)+)",
        COMPOSE.partition("\nservices:\n")[2].partition("\nvolumes:\n")[0],
        re.MULTILINE,
    )
)
"""By name: its lines."""
BOT = COMPOSE.partition("x-bot:")[2].partition("\nservices:")[0]
HOOK = {"webhook_url": "https://bot.example.org/telegram/hook", "webhook_secret": SecretStr("s")}


def said(pattern: str, text: str) -> str:
    """The one place where that stands."""
    (found,) = re.findall(pattern, text, re.MULTILINE)
    return str(found)


def words(name: str) -> list[str]:
    """What ``python -m bot`` is told by that service."""
    python, module, bot, *told = re.split(r",\s*", said(r"command: \[(.+)\]", SERVICES[name]))
    assert (python, module, bot) == (".venv/bin/python", "-m", "bot")
    return told


def settings() -> Settings:
    """Those that compose.yml gives each process, beside the operator's own."""
    given = dict(re.findall(r"^    ([A-Z_]+): (.+)$", BOT, re.MULTILINE))
    assert {name.lower() for name in given} == {"database_url", "listen"} <= Settings.model_fields.keys()
    about = {name.lower(): value.replace("${DB_PASSWORD:?}", "secret") for name, value in given.items()}
    return Settings(_env_file=None, **about, **HOOK)  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("web", Duties(shared=True, receives=True, polls=False, works=False)),
        ("worker", Duties(shared=True, receives=False, polls=False, works=True)),
    ],
)
def test_each_service_does_its_part_twice(name: str, part: Duties) -> None:
    asked = parser().parse_args(words(name))
    assert (asked.command, duties(settings(), asked.role)) == ("run", part)
    assert int(said(r"replicas: (\d+)", SERVICES[name])) == 2


def test_the_balancer_and_the_address_outside_reach_where_the_web_listens() -> None:
    listens = settings().listen_at
    assert listens == ("0.0.0.0", 8080)  # noqa: S104 - inside its container
    assert said(r"--to web:(\d+)", SERVICES["balancer"]) == str(listens[1])
    inside = said(r"--from :(\d+)", SERVICES["balancer"])
    assert re.fullmatch(rf"127\.0\.0\.1:\d+:{inside}", said(r'ports: \["(.+)"\]', SERVICES["balancer"]))


def test_the_database_s_role_is_made_and_is_not_the_superuser_whom_no_fence_holds() -> None:
    url = make_url(settings().database_url)
    role = (DEPLOY / "role.sh").read_text(encoding="utf-8")
    assert (url.username, url.database) == (
        said(r"CREATE ROLE (\w+) LOGIN", role),
        said(r"CREATE DATABASE (\w+)", role),
    )
    assert said(r"DATABASE \w+ OWNER (\w+)", role) == url.username
    assert url.host in SERVICES
    assert url.username != "postgres"
    assert not re.search(r"SUPERUSER|BYPASSRLS", role)
    assert "./role.sh:/docker-entrypoint-initdb.d/role.sh" in SERVICES["postgres"]
    subprocess.run(["/bin/sh", "-n", DEPLOY / "role.sh"], check=True)


def test_a_process_has_time_to_end_and_whatever_it_waits_for_is_there() -> None:
    assert int(said(r"stop_grace_period: (\d+)s", BOT)) > 20, "the bot ends within 20 s"
    assert set(re.findall(r"depends_on: \{(\w+):", BOT)) | {"web"} <= SERVICES.keys()


@pytest.mark.parametrize("unit", ["chi-bo-bot.service", "chi-bo-bot@.service"])
def test_a_unit_of_systemd_runs_a_command_that_there_is(unit: str) -> None:
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    _, module, bot, *told = shlex.split(said(r"^ExecStart=(.+)$", text).replace("${ROLE}", "worker"))
    assert (module, bot, parser().parse_args(told).command) == ("-m", "bot", "run")
    assert int(said(r"^TimeoutStopSec=(\d+)$", text)) > 20


def test_the_image_runs_the_bot_alone_unless_told_otherwise() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    _, module, bot, *told = re.findall(r'"([^"]+)"', said(r"^CMD (.+)$", text))
    assert (module, bot, parser().parse_args(told).role) == ("-m", "bot", "all")
