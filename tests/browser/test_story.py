"""The whole main job in a real browser: invited, recorded with a kill in the middle, reminded, postponed, summed up.

The demo runs as a newcomer starts it (its own processes and database); the page is driven as people drive it.
Screenshots of each act go to ``tests/screenshots``.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.browser.files import the_admin_takes_every_file

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "tests" / "screenshots"
CHROMIUM = shutil.which("chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 20_000
"""Milliseconds to wait for what a person would wait for."""
NEWER = """([root, before, words]) => [
    ...document.querySelectorAll(`[data-testid="${root}"] [data-testid="message"].in`),
].some((each) => Number(each.dataset.id) > before && words.every((word) => each.innerText.includes(word)))"""
"""Whether a message of the bot newer than an id holds all the words: an older one may hold them too."""


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """The demo as a process of its own in an empty folder; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--port",
        str(port),
        "--cells",
        "60",
        "--months",
        "6",
        "--no-browser",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / "demo.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(600):
                if process.poll() is not None or "phones are at" in (folder / "demo.log").read_text():
                    break
                time.sleep(0.1)
            assert process.poll() is None, (folder / "demo.log").read_text()
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            assert process.wait(30) == 0
            assert "Traceback" not in (folder / "demo.log").read_text()


@dataclass
class Phone:
    """One phone of the page."""

    page: Page
    at: Locator
    name: str

    @property
    def last(self) -> Locator:
        return self.at.get_by_test_id("message").last

    def says(self, text: str, *answer: str) -> None:
        """Types, and waits for a new message of the bot that holds every one of ``answer``."""
        before = [int(each.get_attribute("data-id") or 0) for each in self.at.get_by_test_id("message").all()]
        self.at.get_by_test_id("composer").fill(text)
        self.at.get_by_test_id("send").click()
        root = self.at.get_attribute("data-testid")
        self.page.wait_for_function(NEWER, arg=[root, max(before, default=0), list(answer)], timeout=PATIENCE)

    def presses(self, label: str, *answer: str) -> None:
        """Presses the newest inline button whose label holds these words."""
        words = re.compile(f"^{label}$") if label.isdecimal() else label
        self.at.get_by_test_id("key").filter(has_text=words).last.click()
        self.hears(*answer)

    def hears(self, *answer: str) -> None:
        for words in answer:
            if "quản trị" in self.name:  # a digest that the clock sends may come after the answer
                holding = self.at.get_by_test_id("message").filter(has_text=words)
                expect(holding.last).to_be_visible(timeout=PATIENCE)
            else:
                expect(self.last).to_contain_text(words, timeout=PATIENCE)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with demo(tmp_path) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        opened = browser.new_page(viewport={"width": 1400, "height": 900})
        opened.goto(address)
        opened.set_default_timeout(PATIENCE)
        opened.wait_for_selector("body[data-ready=true]")
        expect(opened.get_by_test_id("bot-state")).to_contain_text("Bot đang chạy", timeout=PATIENCE)
        try:
            yield opened
        finally:
            shot(opened, "last")
            browser.close()


def phone(page: Page, place: int, person: str) -> Phone:
    at = page.get_by_test_id(f"phone-{place}")
    option = at.get_by_test_id("person").locator("option", has_text=person).first
    at.get_by_test_id("person").select_option(value=option.get_attribute("value"))
    return Phone(page, at, person)


def shot(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"story-{name}.png")


def clock(page: Page, moment: str) -> None:
    page.get_by_test_id("clock-set").click()
    page.get_by_test_id("clock-input").fill(moment)
    page.get_by_test_id("clock-input").press("Enter")


def the_admin_invites(page: Page, admin: Phone, secretary: Phone) -> None:
    """The admin invites: /moi, a cell, a role; a single-use link and its picture."""
    admin.at.get_by_test_id("start").dispatch_event("click")  # hidden, once a digest that the clock sends has come
    admin.hears("Kính chào")
    admin.says("/moi an phú", "Hoàng Văn Cường")
    admin.presses("1. Bí thư", "Tạo đường dẫn mời đồng chí Hoàng Văn Cường")
    admin.presses("1. Tạo đường dẫn", "https://t.me/")
    expect(admin.at.get_by_test_id("photo").last.locator("img")).to_be_visible(timeout=PATIENCE)
    shot(page, "1-invite")
    admin.at.locator("a[href*='t.me']").last.click()


def the_secretary_joins(page: Page, admin: Phone, secretary: Phone) -> None:
    """The secretary opens the link on his phone, reads what it is, and is joined."""
    page.get_by_role("button", name="Máy 2: Hoàng Văn Cường").click()
    secretary.hears("Không nhập nội dung mật", "Bí thư Chi bộ thôn An Phú")
    shot(page, "2-welcome")
    secretary.presses("1. Đúng", "Chi bộ sinh hoạt")
    shot(page, "2-joined")


def the_meeting_is_told(page: Page, admin: Phone, secretary: Phone) -> None:
    """The guided conversation with sloppy answers, going back, a pause, a kill in the middle."""
    clock(page, "2026-12-03T21:30")
    secretary.says("/hop", "Bước 1/6", "thứ Năm 03/12/2026")
    shot(page, "3-card")
    secretary.says("tối mùng 3 họp từ 19h30-21h15", "19:30–21:15 (105 phút)", "Bước 2/6")
    secretary.says("28/30 đ/c", "có mặt 28/30", "có lý do không?")
    secretary.says("vắng đ/c Lan ốm, đ/c Hùng đi làm xa", "ốm", "đi làm xa", "Bước 3/6")
    secretary.presses("Quay lại", "Điểm danh", "Đang ghi: có mặt 28/30")
    secretary.presses("Bỏ qua", "Bước 3/6", "Nhiệm vụ tháng trước, 2 việc")
    secretary.says("1 dc 9/12, 2 xong", "Bước 4/6")
    secretary.presses("Tạm dừng", "Đã tạm dừng")
    secretary.presses("Tiếp tục", "Đồng chí đang ghi dở", "Bước 4/6")
    page.get_by_test_id("bot-kill").click()
    expect(page.get_by_test_id("bot-state")).to_contain_text("tắt", timeout=PATIENCE)
    secretary.at.get_by_test_id("composer").fill("bàn việc mở đường ngõ 2, nhất trí đổ bê tông trong tháng 12")
    secretary.at.get_by_test_id("send").click()
    page.get_by_test_id("bot-start").click()
    secretary.hears("Đã ghi: bàn việc mở đường ngõ 2", "Bước 5/6")
    shot(page, "3-after-the-kill")


def a_resolution_with_two_tasks(page: Page, admin: Phone, secretary: Phone) -> None:
    """A resolution with a vote and two tasks, each with one owner and a due date."""
    told = "NQ đổ bê tông đường ngõ 2, 26/26 tán thành. giao đ/c Bình thu tiền 40 hộ xong trước 10/12, giao đ/c Lan giám sát thi công xong trước 20/12"
    secretary.says(told, "Bước 6/6", "26/26", "10/12/2026", "20/12/2026")
    shot(page, "4-review")
    secretary.says("1", "Sửa mục nào?")
    secretary.says("4", "Họp ở đâu?")
    secretary.says("nhà đ/c Cường", "Bước 6/6", "đ/c Cường")
    secretary.presses("Chốt", "Đã chốt sinh hoạt tháng 12 của Chi bộ thôn An Phú")
    shot(page, "4-receipt")
    secretary.says("/nhiemvu", "3 việc đang làm")


def reminded_and_postponed(page: Page, admin: Phone, secretary: Phone) -> None:
    """Next month: the reminder comes at a decent hour, is postponed with a reason, comes again, and ends with the record."""
    clock(page, "2027-01-03T22:30")
    clock(page, "2027-01-04T07:30")
    secretary.hears("Kính gửi đồng chí Bí thư Chi bộ thôn An Phú", "1. Ghi ngay")
    shot(page, "5-reminder")
    secretary.presses("3. Hoãn", "Lùi sang ngày nào, vì sao?")
    secretary.says("mùng 6 vì bão")
    postponed = secretary.at.get_by_test_id("message").filter(has_text="Đã lùi sang")
    expect(postponed).to_contain_text("06/01/2027", timeout=PATIENCE)  # the reminder of the new day may follow at once
    expect(postponed).to_contain_text("bão")
    shot(page, "5-postponed")
    clock(page, "2027-01-07T07:30")
    secretary.hears("Kính gửi đồng chí Bí thư Chi bộ thôn An Phú", "06/01")
    secretary.presses("1. Ghi ngay", "Bước 1/6", "06/01/2027")
    secretary.presses("1. Đúng cả", "Bước 2/6")
    secretary.says("đủ", "30/30", "Bước 3/6", "Nhiệm vụ tháng trước, 3 việc", "quá hạn")
    secretary.says("1 xong, 2 xong, 3 xong", "Bước 4/6")
    secretary.says("bàn việc dọn kênh mương", "Bước 5/6")
    secretary.presses("1. Không có", "Bước 6/6")
    secretary.presses("Chốt", "Đã chốt sinh hoạt tháng 1")
    clock(page, "2027-01-09T09:00")


def the_admin_looks(page: Page, admin: Phone, secretary: Phone) -> None:
    """The admin sees the cell in the right list; every number opens its list, down to the one cell's card."""
    admin.says("/tonghop", "tháng 01/2027", "đã họp 1")
    shot(page, "6-summary")
    admin.presses("Số khác", "Đúng ngày 1")
    admin.presses("1", "Chi bộ thôn An Phú")
    shot(page, "6-on-time")
    admin.presses("1", "12 tháng")
    shot(page, "6-card")
    admin.says("/chuahop", "01/2027", "1. Quá hạn")
    admin.presses("1", "dự kiến")
    shot(page, "6-overdue")
    expect(secretary.last).to_contain_text("Đã chốt sinh hoạt tháng 1")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")
def test_the_whole_main_job_in_a_browser(page: Page) -> None:
    admin = phone(page, 1, "Đỗ Minh Quang · quản trị")
    secretary = phone(page, 2, "Hoàng Văn Cường")
    clock(page, "2026-12-02T19:00")
    the_admin_invites(page, admin, secretary)
    the_secretary_joins(page, admin, secretary)
    the_admin_takes_every_file(page, admin)
    shot(page, "2-files")
    the_meeting_is_told(page, admin, secretary)
    a_resolution_with_two_tasks(page, admin, secretary)
    reminded_and_postponed(page, admin, secretary)
    the_admin_looks(page, admin, secretary)
