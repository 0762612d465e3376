"""The phones page in Debian's chromium: what a person sees and presses.

Stable handles (``data-testid``): ``phone-1`` … ``phone-3``, and in each ``person``, ``chat``, ``message``, ``key`` (inline
button), ``photo``, ``document``, ``composer``, ``send``, ``start``, ``unblock``, ``menu``, ``commands``, ``command``,
``keys``, ``keyboard``, ``reply-key``, ``attach`` (``sample-photo``, ``album``, ``pick-photo``, ``pick-file``, ``file``),
``more`` (``sticker``, ``voice``, ``forward``, ``edit-last``, ``contact``, ``location``, ``double``, ``block``), ``status``,
``toast``; above them ``clock``, ``clock-hour``, ``clock-day``, ``clock-month``, ``clock-set`` (``clock-input``),
``clock-real``, ``bot-state``, ``bot-kill``, ``bot-start``, ``lang``, ``tab-1`` … ``tab-3``. ``body[data-ready=true]`` when
all is loaded.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from demo.clock import DemoClock
from demo.people import PEOPLE
from demo.server import Server, serving
from demo.telegram import Telegram
from tests.demo.conftest import TOKEN
from tests.demo.echo import polling

CHROMIUM = shutil.which("chromium")
SHOTS = Path(__file__).parents[1] / "screenshots"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")


class FakeProcess:
    """A process that only says so."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.state = "running"

    async def start(self) -> None:
        self._be("running")

    async def kill(self) -> None:
        self._be("stopped")

    def _be(self, state: str) -> None:
        self.state = state
        self.telegram.publish(None, 0, "process", process=state)


@pytest.fixture
async def server(clock: DemoClock) -> AsyncIterator[Server]:
    clock.set(datetime(2026, 11, 5, 13, 0, tzinfo=UTC))
    telegram = Telegram(clock.now, everyone_met=True)
    telegram.add_bot(TOKEN)
    for person in PEOPLE:
        telegram.add_user(person.telegram_id, person.name, person.phone)
    async with serving(telegram, clock) as running, polling(running):
        running.page.process = FakeProcess(telegram)
        yield running


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield opened
        await opened.close()


async def opened(browser: Browser, server: Server, width: int = 1400, height: int = 900) -> tuple[Page, list[str]]:
    page = await browser.new_page(viewport={"width": width, "height": height})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{server.url}/")
    await page.wait_for_selector("body[data-ready=true]")
    return page, faults


async def say(phone: Locator, text: str) -> None:
    await phone.get_by_test_id("composer").fill(text)
    await phone.get_by_test_id("send").click()


def shot(name: str) -> Path:
    SHOTS.mkdir(exist_ok=True)
    return SHOTS / f"{name}.png"


@pytest.mark.browser
@needs_chromium
async def test_two_phones_talk_with_the_bot(browser: Browser, server: Server) -> None:
    page, faults = await opened(browser, server)
    admin, secretary = page.get_by_test_id("phone-1"), page.get_by_test_id("phone-2")
    await admin.get_by_test_id("start").click()
    await expect(admin.get_by_test_id("message").last).to_contain_text("Kính chào đồng chí")
    await expect(admin.locator("b", has_text="Đảng ủy xã Lục Nam")).to_be_visible()

    await admin.get_by_test_id("menu").click()
    await admin.get_by_test_id("command").filter(has_text="/moi").click()
    await admin.locator("a[href*='t.me']").click()
    await page.get_by_role("button", name="Máy 2: Hoàng Văn Cường").click()
    await expect(secretary.get_by_test_id("message").last).to_contain_text("Qm8Zt-moi_vao")

    await secretary.get_by_role("button", name="1. Đúng, tôi là Bí thư").click()
    await expect(secretary.get_by_test_id("toast")).to_have_text("Đã ghi: 1. Đúng, tôi là Bí thư Chi bộ thôn Muối")
    await expect(secretary.get_by_test_id("message").last).to_contain_text("đã sửa")
    await expect(secretary.get_by_test_id("key").last).to_have_text("Chốt")

    await secretary.get_by_test_id("attach").click()
    await secretary.get_by_test_id("sample-photo").click()
    await expect(secretary.get_by_test_id("photo").locator("img")).to_be_visible()
    await secretary.get_by_test_id("more").click()
    await secretary.get_by_test_id("sticker").click()
    await expect(secretary.get_by_test_id("message").last).to_contain_text("Đã nhận: sticker")
    await say(secretary, "/hop")
    await expect(secretary.get_by_role("button", name="3. Sửa nơi")).to_be_visible()

    await say(admin, "/tep")
    async with page.expect_download() as download:
        await admin.get_by_test_id("document").click()
    assert (await download.value).suggested_filename == "Biên bản tháng 11.docx"
    await admin.get_by_role("button", name="Chia sẻ số điện thoại").click()
    await expect(admin.get_by_test_id("message").last).to_contain_text("Đã nhận: contact")
    await expect(admin.get_by_test_id("keyboard")).to_be_hidden()
    await page.screenshot(path=shot("phones-1400"), animations="disabled")
    assert faults == []


@pytest.mark.browser
@needs_chromium
async def test_the_rest_of_the_menu(browser: Browser, server: Server) -> None:
    page, faults = await opened(browser, server)
    phone = page.get_by_test_id("phone-3")
    await phone.get_by_test_id("start").click()
    last = phone.get_by_test_id("message").last
    await say(phone, "27/30")
    await expect(last).to_contain_text("Đã nhận: 27/30")
    await phone.get_by_test_id("more").click()
    await phone.get_by_test_id("edit-last").click()
    await expect(phone.get_by_test_id("composer")).to_have_value("27/30")
    await say(phone, "28/30")
    await expect(last).to_contain_text("Tin sửa: 28/30")

    await say(phone, "/hop")
    await phone.get_by_test_id("more").click()
    await phone.get_by_test_id("double").click()
    await phone.get_by_role("button", name="1. Đúng cả").click()
    await expect(last).to_contain_text("Đã ghi: 1. Đúng cả")
    assert server.telegram.calls["answercallbackquery"] == 2

    await say(phone, "/hop")
    await phone.get_by_role("button", name="Hủy").last.click()
    await expect(page.get_by_role("dialog")).to_contain_text("Đã ghi: Hủy")
    await page.get_by_role("button", name="Đồng ý").click()

    await phone.get_by_test_id("more").click()
    await phone.get_by_test_id("block").click()
    await expect(phone.get_by_test_id("status")).to_have_text("Máy này đã chặn bot.")
    await phone.get_by_test_id("unblock").click()
    await expect(phone.get_by_test_id("composer")).to_be_visible()

    await phone.get_by_test_id("person").select_option("new")
    await page.get_by_test_id("new-name").fill("Lê Văn Tám")
    await page.get_by_role("button", name="Đồng ý").click()
    await expect(phone.get_by_test_id("start")).to_be_visible()
    await expect(phone.get_by_test_id("person").locator("option:checked")).to_have_text("Lê Văn Tám")
    assert faults == []


@pytest.mark.browser
@needs_chromium
async def test_the_clock_and_the_bot_are_in_the_bar(browser: Browser, server: Server, clock: DemoClock) -> None:
    page, faults = await opened(browser, server)
    shown = page.get_by_test_id("clock")
    await expect(shown).to_contain_text("05/11/2026")
    await page.get_by_test_id("clock-month").click()
    await expect(shown).to_contain_text("05/12/2026")
    await page.get_by_test_id("clock-day").click()
    await expect(shown).to_contain_text("06/12/2026")
    await page.get_by_test_id("clock-set").click()
    await page.get_by_test_id("clock-input").fill("2027-01-03T19:30")
    await page.get_by_role("button", name="Đồng ý").click()
    await expect(shown).to_contain_text("19:30")
    assert f"{clock.now():%Y-%m-%d %H:%M}" == "2027-01-03 12:30"

    await page.get_by_test_id("bot-kill").click()
    await expect(page.get_by_test_id("bot-state")).to_have_text("Bot đã tắt")
    await expect(page.get_by_test_id("phone-1").get_by_test_id("status")).to_have_text("bot đã tắt, tin sẽ chờ")
    await page.get_by_test_id("lang").click()
    await expect(page.get_by_test_id("bot-start")).to_have_text("Start the bot")
    await page.get_by_test_id("bot-start").click()
    await expect(page.get_by_test_id("bot-state")).to_have_text("Bot is running")
    assert faults == []


@pytest.mark.browser
@needs_chromium
async def test_a_narrow_screen_shows_one_phone_at_a_time(browser: Browser, server: Server) -> None:
    page, faults = await opened(browser, server, 390, 844)
    await expect(page.get_by_test_id("phone-1")).to_be_visible()
    await expect(page.get_by_test_id("phone-2")).to_be_hidden()
    await page.get_by_test_id("tab-1").press("ArrowRight")
    phone = page.get_by_test_id("phone-2")
    await phone.get_by_test_id("start").press("Enter")
    await expect(phone.get_by_test_id("message").last).to_contain_text("Kính chào")
    await phone.get_by_test_id("composer").fill("/h")
    await expect(phone.get_by_test_id("command")).to_have_count(1)
    await phone.get_by_test_id("composer").press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(phone.get_by_test_id("message").last).to_contain_text("Bước 1/6")
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    await page.screenshot(path=shot("phone-390"), animations="disabled")
    assert faults == []


async def test_the_page_is_served_without_a_foreign_word(server: Server) -> None:
    async with ClientSession() as http:
        for name in ("", "page/phones.js", "page/phones.css", "page/words.js", "page/formatted.js", "page/icon.svg"):
            async with http.get(f"{server.url}/{name}") as response:
                assert response.status == 200
                text = await response.text()
            outside = text.replace("http://www.w3.org/", "").replace("https://t.me", "").replace("https://${url}", "")
            assert "https://" not in outside, name
            assert "http://" not in outside, name
        for name in ("page/../page.py", "page/none.js", "page/%2e%2e/server.py"):
            async with http.get(f"{server.url}/{name}") as response:
                assert response.status == 404


async def test_the_page_knows_its_people(server: Server) -> None:
    async with ClientSession() as http:
        async with http.get(f"{server.url}/api/state") as response:
            state = await response.json()
        assert [person["id"] for person in state["people"]] == [person.telegram_id for person in PEOPLE]
        async with http.post(f"{server.url}/api/people", json={"name": " "}) as response:
            assert response.status == 400
        async with http.post(f"{server.url}/api/act/7000001/edit", json={"text": "x"}) as response:
            assert (response.status, (await response.json())["error"]) == (
                400,
                "There is no message of one's own to edit.",
            )
