"""Plays a conversation file against the whole bot's handlers: a talk that a secretary can read is a test.

A file is read line by line::

    # a comment
    @ 2026-11-03 20:30            the clock (local time)
    An > tối mùng 3 họp           An types; people are those of the cell in ``people``
    An ] Đúng cả                  An presses the button whose label holds these words
    An * ảnh chụp sổ              An sends a photo with a caption
    An ? sticker                  An sends something that is no answer
    An ? voice                    An sends a recording: voice, audio or video_note
    Hà ? document giay-moi.pdf    Hà sends a file
    An ? forwarded họp lúc 8h     An forwards a post
    An ? contact +84 900 000 012  An shares his own telephone number; without one: somebody else's card
      Đã ghi: có mặt 28/30        two spaces: the bot's answer holds these words, in this order
      ! Bước 3/6                  two spaces and an exclamation mark: the answer does not hold them
    ~                             the minute's tick: what is due goes out to the phones
    An <                          what reached An's phone at the last tick holds what follows
    Lạ opens the link of An       Lạ opens the newest link that An was given
    = province Vinh               from here on the commune lies below a province that Vinh administers
    = actions An 7                An has typed and pressed at most seven times since the last ``= start An``
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select, update

from bot.domain.errors import Refused
from bot.domain.people import Role
from bot.domain.units import UnitKind
from bot.texts import voice
from bot.texts.screen import Button, Piece, Screen
from handlers import forms
from handlers.access import Handled, House, handle, note_welcome, refused
from handlers.context import Incoming, SentFile
from schedules.letters import letter
from storage import draft_sweep, fence, freezing, frozen, outbox, pulse, reorganising, task_sweep, units
from storage.claims import claim
from storage.sweeping import sweep
from storage.tables import person, unit
from tests import canaries, remembered
from tests.conftest import ZONE
from tests.small_district import OPENED, add_person, add_unit

BOT = 900
HEAD = re.compile(r"^(?P<who>[^\s>\]*?=@#][^>\]*?=@#]*?)\s*(?P<how>[>\]*?])\s?(?P<what>.*)$")


@dataclass
class Chat:
    """One person's phone: the messages of the bot on it, newest last."""

    telegram_id: int
    screens: list[Screen] = field(default_factory=list)
    answer: str = ""
    actions: int = 0
    typed: list[str] = field(default_factory=list)


@dataclass
class Talk:
    """The bot's handlers with some phones."""

    db: Connection
    people: dict[str, int]
    """Name in the file → Telegram id."""
    now: datetime = datetime(2026, 11, 5, 20, 0, tzinfo=ZONE)
    house: House = field(default_factory=lambda: House(ZONE))
    chats: dict[str, Chat] = field(default_factory=dict)
    updates: int = 0
    sent: int = 0

    def chat(self, who: str) -> Chat:
        return self.chats.setdefault(who, Chat(self.people[who]))

    def says(self, who: str, text: str, *, kind: str = "text", **more: object) -> str:
        """Type something; the text of all that the bot answers."""
        self.updates += 1
        self.now += timedelta(seconds=5)
        incoming = Incoming(
            bot_id=BOT,
            update_id=self.updates,
            kind=kind,
            chat_id=self.people[who],
            user_id=self.people[who],
            user_name=who,
            message_id=self.updates,
            sent_at=self.now.astimezone(UTC),
            text=text,
        )
        return self.gives(who, replace(incoming, **more))  # type: ignore[arg-type]

    def gives(self, who: str, incoming: Incoming) -> str:
        """Hand an update to the bot; a refusal is answered as the application answers it."""
        chat = self.chat(who)
        chat.actions += 1
        chat.typed.append(incoming.text)
        moment = self.now.astimezone(UTC)
        try:
            with self.db.begin_nested(), fence.down(self.db):
                handled = handle(self.db, incoming, moment, self.house)
        except Refused as why:
            with fence.down(self.db):
                handled = refused(self.db, incoming, moment, self.house, why)
        faults = remembered.differing(self.db, incoming.user_id)
        assert not faults, "\n".join(faults)
        if handled is not None:
            note_welcome(self.house, chat.telegram_id, handled)
        return self.shows(chat, handled)

    def shows(self, chat: Chat, handled: Handled | None) -> str:
        screens = () if handled is None else handled.screens
        chat.screens += screens
        for screen in screens:
            self.reached(chat, screen)
        say = voice("vi")
        chat.answer = "\n".join(
            "\n".join([*map(shown, screen.kept), say.without_tags(screen.text), labels(screen)]) for screen in screens
        )
        return chat.answer

    def reached(self, chat: Chat, screen: Screen) -> None:
        """Matrix 76 and 96: nothing of another unit is in anything that reaches a phone, wherever it came from."""
        kept = " ".join(f"{each.kind}:{each.value} {canaries.plain(each.caption)} {each.lost}" for each in screen.kept)
        file = "" if screen.file is None else screen.file.name + canaries.unpacked(screen.file.make())
        codes = " ".join(button.code for row in screen.rows for button in row)
        said = "\n".join((canaries.plain(screen.text), labels(screen), codes, file, kept))
        found = canaries.foreign(self.db, chat.telegram_id, said, self.now.date(), chat.typed)
        assert not found, f"foreign to {chat.telegram_id}: {found}\n{said}"

    def presses(self, who: str, label: str) -> str:
        """Press the newest button whose label holds these words."""
        return self.gives_press(who, self.button(who, label))

    def button(self, who: str, label: str) -> Button:
        for screen in reversed(self.chat(who).screens):
            for row in screen.rows:
                for button in row:
                    if button.label == label or label in button.label:
                        return button
        raise AssertionError(f"{who} has no button {label!r}")

    def gives_press(self, who: str, button: Button) -> str:
        return self.says(who, "", kind="press", code=button.code, press_id=str(self.updates))

    def tick(self) -> None:
        """The months that are locked, the sweep and everything that it sends."""
        moment = self.now.astimezone(UTC)
        pulse.beat(self.db, "poll", moment)
        for chat in self.chats.values():
            chat.answer = ""
        for key in reorganising.due(self.db, self.now.date()):
            reorganising.carry_out_due(self.db, key, self.now)
        for unit_id, month in frozen.due(self.db, moment, ZONE):
            frozen.keep(self.db, unit_id, month, freezing.figures(self.db, unit_id, month, moment, ZONE), moment)
        sweep(self.db, moment, ZONE)
        task_sweep.sweep(self.db, moment, ZONE)
        draft_sweep.sweep(self.db, moment, ZONE)
        while (claimed := claim(self.db, "test", moment, timedelta(minutes=5), ZONE)) is not None:
            made = letter(claimed, self.now.date(), forms.placed)
            who = next(name for name, telegram_id in self.people.items() if telegram_id == claimed.chat_id)
            before = self.chat(who).answer
            said = self.shows(self.chat(who), Handled((Screen(made.text, made.rows),)))
            self.chat(who).answer = f"{before}\n{said}"
            self.sent += 1
            outbox.sent(self.db, claimed, self.sent, made.choices, moment)


def shown(piece: Piece) -> str:
    """A piece of evidence as a line: ``(voice) 1/2 · 03/11/2026``."""
    return f"({piece.kind}) {canaries.plain(piece.caption)}"


def labels(screen: Screen) -> str:
    return " ".join(f"[{button.label}]" for row in screen.rows for button in row)


def play(path: Path, talk: Talk) -> None:
    """Play the file; AssertionError names the line that went otherwise."""
    rest = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("  "):
            rest = expected(line.strip(), rest, where)
        elif line.startswith("@"):
            talk.now = datetime.strptime(line[1:].strip(), "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
        elif line.startswith("~"):
            talk.tick()
        elif line.rstrip().endswith(" <"):
            rest = talk.chat(line.rstrip()[:-2].strip()).answer
        elif line.startswith("="):
            counted(line[1:].split(), talk, where)
        else:
            rest = acts(line, talk, where)


def expected(words: str, rest: str, where: str) -> str:
    if words.startswith("! "):
        assert words[2:] not in rest, f"{where}: not expected: {words[2:]!r} in\n{rest}"
        return rest
    assert words in rest, f"{where}: expected {words!r} in\n{rest}"
    return rest[rest.index(words) + len(words) :]


def counted(words: list[str], talk: Talk, where: str) -> None:
    match words:
        case ["start", who]:
            talk.chat(who).actions = 0
        case ["actions", who, most]:
            print(f"{where}: {who} needed {talk.chat(who).actions} actions (at most {most})")  # noqa: T201
            assert talk.chat(who).actions <= int(most), f"{where}: {talk.chat(who).actions} actions"
        case ["province", who]:
            below_a_province(talk, who)
        case _:
            raise AssertionError(f"{where}: not understood")


def below_a_province(talk: Talk, who: str) -> None:
    commune = talk.db.execute(select(unit.c.id).where(unit.c.kind == "commune").order_by(unit.c.id)).scalars().first()
    assert commune is not None
    province = add_unit(talk.db, UnitKind.PROVINCE, "Đảng bộ tỉnh Bắc Ninh")
    units.move(talk.db, commune, province, OPENED)
    talk.people[who] = 512
    admin = add_person(talk.db, province, f"Đỗ Quang {who}", Role.ADMIN)
    talk.db.execute(update(person).where(person.c.id == admin).values(telegram_id=talk.people[who]))


RECORDINGS = ("voice", "audio", "video_note")
LINK = re.compile(r"^(?P<who>.+?) opens the link of (?P<maker>.+)$")


def acts(line: str, talk: Talk, where: str) -> str:
    if opened := LINK.match(line):
        maker = talk.chat(opened["maker"].strip())
        found = next(
            token[1] for screen in reversed(maker.screens) if (token := re.search(r"start=([\w-]+)", screen.text))
        )
        return talk.says(opened["who"], f"/start {found}")
    match = HEAD.match(line)
    assert match is not None, f"{where}: not understood: {line}"
    who, how, what = match["who"].strip(), match["how"], match["what"].replace("\\n", "\n")
    match how:
        case ">":
            return talk.says(who, what)
        case "]":
            return talk.presses(who, what)
        case "*":
            return talk.says(who, what, kind="photo", photos=(f"photo-of-{who}-{talk.updates}",))
        case _ if what.startswith("contact"):
            return talk.says(who, "", kind="contact", phone=what.removeprefix("contact").strip())
        case _ if what in RECORDINGS:
            return talk.says(who, "", kind="voice", what=what, photos=(f"{what}:{what}-of-{who}-{talk.updates}",))
        case _ if what.startswith("document "):
            name = what.removeprefix("document ")
            return talk.says(who, "", kind="document", file=SentFile(f"file-of-{who}-{talk.updates}", name, 1000))
        case _ if what.startswith("forwarded "):
            return talk.says(who, what.removeprefix("forwarded "), forwarded=True)
        case _:
            return talk.says(who, "", kind="other", what=what)
