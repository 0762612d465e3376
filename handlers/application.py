"""The bot from top to bottom: one update comes in, is handled in one transaction, and its screens go out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog
from telegram import BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import Application, ApplicationBuilder

import handlers
from bot.domain.errors import Refused
from bot.domain.people import Role
from bot.texts import voice
from bot.texts.screen import Screen
from handlers import access, errors, long_files, making_up, screens, taking
from handlers.access import Handled, House
from handlers.context import Incoming
from handlers.help import menu_for
from handlers.incoming import ALLOWED_UPDATES
from handlers.receiving import MOST_ANSWERED, POLL_SECONDS, Came, ChatOrder, InboxBot, Outcome
from handlers.routing import door_of
from handlers.screens import quietly
from handlers.sharing import Sharing
from handlers.transport import Transport
from storage import drafts, inbox, people
from storage.failpoints import failpoint
from storage.locks import Locks
from storage.store import Store

if TYPE_CHECKING:
    import handlers.templates

log = structlog.get_logger()
AnyApplication = Application[Any, Any, Any, Any, Any, Any]
Clock = Callable[[], datetime]
Decide = Callable[[], Coroutine[Any, Any, Handled | None]]

TRIES = 3
PAUSE = 0.2
"""Seconds before the second try; the third waits twice as long."""
LONGEST_HALT = 32.0
"""Seconds between tries, at the longest, while a chat stands still because not even its update's end can be kept."""
LAST_POLL_SECONDS = 3.0
STOP_SECONDS = 12.0
"""What is queued then waits in the inbox for the next start."""


def build(
    *,
    token: str,
    api_url: str,
    proxy: str,
    store: Store,
    clock: Clock,
    house: House,
    locks: Locks | None = None,
    takes: bool = True,
) -> AnyApplication:
    """The bot with its desk, and python-telegram-bot's application, which polls and runs the jobs; no update passes its
    handlers. ``locks``: other processes share the records; ``takes``: and this one handles updates.
    """
    transports = (Transport(proxy=proxy), Transport(proxy=proxy, connections=4))
    bot = InboxBot(
        token,
        base_url=f"{api_url.rstrip('/')}/bot",
        base_file_url=f"{api_url.rstrip('/')}/file/bot",
        request=transports[0],
        get_updates_request=transports[1],
        store=store,
        clock=clock,
        zone=house.zone,
        apology=voice(house.language)("fault-not-kept"),
    )
    application = ApplicationBuilder().bot(bot).build()
    desk = Desk(store, bot, clock, house, ChatOrder(), transports)
    bot.brings(partial(taking.receive, desk))
    application.bot_data["desk"] = desk
    if locks is not None:
        desk.sharing = Sharing(desk, locks, takes)
    return application


@dataclass(slots=True)
class Desk:
    """Attends to updates: decides inside the store, speaks outside."""

    store: Store
    bot: InboxBot
    clock: Clock
    house: House
    order: ChatOrder
    transports: tuple[Transport, ...]
    stopping: bool = False
    flooding: set[int] = field(default_factory=set)
    """Chats in which updates were handled without an answer of their own, for others waited behind them."""
    halted: int = 0
    """How many chats stand still because the records take nothing."""
    note: Callable[[str, str, float], None] | None = None
    """Hears of each update handled: its kind, its outcome and the seconds it took (the metrics)."""
    outcomes: dict[int, str] = field(default_factory=dict)
    """By update under way: what became of it, unless it was simply done."""
    makers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(long_files.AT_ONCE))
    menus: dict[int, tuple[frozenset[Role], str]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    sharing: Sharing | None = None
    """The company of other processes; None: this one is alone."""

    async def attend(self, came: Came, done: Mapping[int, Outcome] = taking.NOTHING) -> None:
        """One update, in its chat's turn. While stopping it is left in the inbox, unless it was handled (``done``) before."""
        update_id, incoming = came.row.update_id, came.incoming
        if self.stopping and update_id not in done:
            return
        begun = came.at if update_id in done else perf_counter()
        if incoming is None:
            await self._surely_done(update_id, answered=True)
        else:
            await self._attended(incoming, done)
        if self.note is not None:
            outcome = "ignored" if incoming is None else self.outcomes.pop(update_id, "done")
            self.note("" if incoming is None else incoming.kind, outcome, perf_counter() - begun)

    async def _attended(self, incoming: Incoming, done: Mapping[int, Outcome]) -> None:
        if incoming.press_id and self.order.behind(incoming.chat_id) < MOST_ANSWERED:
            self.aside(quietly(self.bot.answer_callback_query(incoming.press_id), "press"))
        if incoming.kind == "document":
            incoming = await self._fetched(incoming)
        if door_of(incoming) == "read":
            await self._tell(incoming)
        else:
            await self._act(incoming, done)

    def _became(self, incoming: Incoming, outcome: str) -> None:
        if self.note is not None:
            self.outcomes[incoming.update_id] = outcome

    async def _fetched(self, incoming: Incoming) -> Incoming:
        """With the content of a template that an admin sent, checked aside from the event loop; any other file stays unread."""
        try:
            if incoming.file is None or not await self.store.read(access.template_sent, *self._about(incoming)):
                return incoming
            known = await self.bot.get_file(incoming.file.file_id)
            failpoint("wait", "fetch")
            content = bytes(await known.download_as_bytearray())
            failpoint("wait", "check")
            checked = await asyncio.to_thread(handlers.templates.checked, incoming.file, incoming.text, content)
        except Exception as exc:  # noqa: BLE001 - without its content it is answered with a sentence
            errors.failed_try(incoming, 1, exc)
            return incoming
        return replace(incoming, file=checked)

    async def _act(self, incoming: Incoming, done: Mapping[int, Outcome] = taking.NOTHING) -> None:
        """Effect and ``done`` in one transaction, perhaps before now; then the reply."""

        async def decide() -> Handled | None:
            return await self.store.write(access.handle, *self._about(incoming))

        known = incoming.update_id in done
        handled = await self._decided(incoming, _known(done[incoming.update_id], decide) if known else decide)
        if handled is None:
            self._became(incoming, "repeated")
        last_of_album = not incoming.album or self.bot.ends_album(incoming.album)
        if handled is not None and last_of_album:
            await self._reply(incoming, handled)

    async def _tell(self, incoming: Incoming) -> None:
        """A reading command: the reply first, ``done`` after it; twice changes nothing."""
        try:
            handled = await self._decided(incoming, lambda: self.store.read(access.told, *self._about(incoming)))
        except access.MustWrite:
            await self._act(incoming)
            return
        if handled is None:
            self._became(incoming, "repeated")
        else:
            await self._reply(incoming, handled, finish=True)

    def _about(self, incoming: Incoming) -> tuple[Incoming, datetime, House]:
        return incoming, self.clock(), self.house

    async def _decided(self, incoming: Incoming, decide: Decide) -> Handled | None:
        """What is to be said, None for nothing; a failing handler is tried again, then given up and its sender told.

        While not even the giving up can be kept, it is the records that are at fault, not the update: the chat stands
        still, so that nothing later overtakes it, until it is handled, given up, or left to the next start.
        """
        waited = 0.0
        while True:
            try:
                return await self._tried(incoming, decide)
            except access.MustWrite:
                raise
            except Exception as exc:  # noqa: BLE001 - whatever it is, the chat must go on
                failure = exc
            if await self._given_up(incoming, failure):
                say = voice(self.house.language)
                return Handled((Screen(say("fault-not-saved")),), say.language, fault=True)
            if not waited:
                log.critical("chat.halted", chat_id=incoming.chat_id, update_id=incoming.update_id)
                await self.bot.apologise({incoming.chat_id} if incoming.chat_id > 0 else set())
            waited = await self._halts(waited)
            if self.stopping:
                return None

    async def _tried(self, incoming: Incoming, decide: Decide) -> Handled | None:
        """What the handler decided, at the third try at the latest; raises what the last one raised."""
        for attempt in range(1, TRIES):
            try:
                failpoint("wait", "decide")
                return await decide()
            except access.MustWrite:
                raise
            except Refused as why:
                decide = self._refusing(incoming, why)
            except Exception as exc:  # noqa: BLE001 - the last try raises
                errors.failed_try(incoming, attempt, exc)
                failpoint("wait", "try")
                await asyncio.sleep(PAUSE * attempt)
        try:
            failpoint("wait", "decide")
            return await decide()
        except Refused as why:
            failpoint("wait", "refuse")
            return await self._refusing(incoming, why)()

    def _refusing(self, incoming: Incoming, why: Refused) -> Decide:
        self._became(incoming, "refused")
        return lambda: self.store.write(access.refused, *self._about(incoming), why)

    async def _given_up(self, incoming: Incoming, failure: Exception) -> bool:
        """Whether the update is marked as dead now; otherwise its row stays new."""
        try:
            await self.store.write(access.give_up, incoming, type(failure).__name__)
        except Exception as exc:  # noqa: BLE001 - the database itself is in trouble
            errors.failed_try(incoming, TRIES, exc)
            return False
        self._became(incoming, "dead")
        errors.given_up(incoming, failure)
        return True

    async def _halts(self, waited: float) -> float:
        """Waits twice as long as before, but never past the end of the program; how long."""
        pause = min(max(1.0, 2 * waited), LONGEST_HALT)
        self.halted += 1
        try:
            for _ in range(round(pause)):
                if not self.stopping:
                    failpoint("wait", "halt")
                    await asyncio.sleep(1.0)
        finally:
            self.halted -= 1
        return pause

    async def _surely_done(self, update_id: int, **about: Any) -> None:
        """Marked as done, however long that takes: a row that stayed new would be handled again at the next start."""
        waited = 0.0
        while not self.stopping:
            try:
                await self.store.write(inbox.mark_done, self.bot.id, update_id, self.clock(), **about)
            except Exception as exc:  # noqa: BLE001 - the database is in trouble: the chat stands still until it is not
                log.warning("update.not_marked", update_id=update_id, error=type(exc).__name__)
                waited = await self._halts(waited)
            else:
                return

    # --- speaking ----------------------------------------------------------------------------------------------------

    async def _reply(self, incoming: Incoming, handled: Handled, *, finish: bool = False) -> None:
        pressed = incoming.message_id if incoming.kind == "press" else 0
        self._note_welcome(incoming.chat_id, handled)
        told = not self._buried(incoming, handled) and await self._told(
            incoming, self._with_note(incoming, handled), pressed
        )
        if finish:
            await self._finished(incoming, handled, answered=told)
        elif handled.screens and told:
            self.store.write_soon(inbox.answered, self.bot.id, incoming.update_id, self.clock())
        if handled.leave:
            await quietly(self.bot.leave_chat(incoming.chat_id), "leave")
        elif handled.roles is not None:
            self._menu(incoming, handled.roles, handled.language)

    def _note_welcome(self, chat_id: int, handled: Handled) -> None:
        before = self.house.welcomed.get(chat_id)
        access.note_welcome(self.house, chat_id, handled)
        if self.sharing is not None and (now := self.house.welcomed.get(chat_id)) != before:
            self.sharing.locks.welcome(chat_id, now or {})

    def _buried(self, incoming: Incoming, handled: Handled) -> bool:
        """So many updates of the chat wait behind this one that it gets no answer of its own: a flood costs no sending."""
        if handled.fault or self.order.behind(incoming.chat_id) < MOST_ANSWERED:
            return False
        if incoming.chat_id not in self.flooding:
            log.warning("chat.flooded", chat_id=incoming.chat_id)
        self._became(incoming, "flooded")
        self.flooding.add(incoming.chat_id)
        return True

    def _with_note(self, incoming: Incoming, handled: Handled) -> Handled:
        """The last answer of a flood says that those without one were handled, too."""
        if not handled.screens or incoming.chat_id not in self.flooding or self.order.behind(incoming.chat_id):
            return handled
        self.flooding.discard(incoming.chat_id)
        return replace(handled, screens=(Screen(voice(handled.language)("many-at-once")), *handled.screens))

    async def _finished(self, incoming: Incoming, handled: Handled, *, answered: bool) -> None:
        """Still in the chat's turn, so that the same update again finds it done."""
        try:
            await self.store.write(access.finish, incoming, handled, self.clock(), answered=answered)
        except Exception as exc:  # noqa: BLE001 - what its numbers stand for is lost; that it was told must not be
            errors.failed_try(incoming, TRIES, exc)
            await self._surely_done(incoming.update_id, answered=answered)

    async def _told(self, incoming: Incoming, handled: Handled, pressed: int) -> bool:
        """Shows the screens; False when nobody knows whether they arrived: the next update or start shows them."""
        try:
            for screen in handled.screens:
                message_id = await self.show(incoming.chat_id, screen, pressed, handled.language)
                if screen.draft is not None:
                    self.store.write_soon(drafts.shown, *screen.draft, message_id)
        except Forbidden:
            if not handled.leave:
                self.store.write_soon(people.set_blocked, incoming.user_id, blocked=True)
        except TelegramError as exc:
            errors.not_told(incoming, exc)
            return False
        return True

    async def show(self, chat_id: int, screen: Screen, pressed: int, language: str) -> int:
        """Sends the screen; what Telegram refuses or what cannot be made is said without buttons or file."""
        try:
            return await screens.send(self.bot, chat_id, await self._with_file(chat_id, screen), pressed)
        except BadRequest as exc:
            log.critical("screen.refused", chat_id=chat_id, error=exc.message)
            return await screens.send(self.bot, chat_id, Screen(screens.plain_html(screen.text), draft=screen.draft))
        except Exception as exc:
            if screen.file is None or isinstance(exc, TelegramError):
                raise
            log.critical("screen.failed", chat_id=chat_id, error=type(exc).__name__, where=errors.where(exc))
            text = f"{screen.text}\n{voice(language)('fault-file')}"
            return await screens.send(self.bot, chat_id, Screen(text.strip(), screen.rows, draft=screen.draft))

    async def _with_file(self, chat_id: int, screen: Screen) -> Screen:
        """The screen with its file made, when that takes long: the chat is told how far it is."""
        file = screen.file
        if file is None or (work := file.aside) is None:
            return screen
        content, spared = await long_files.made(self.bot, self.store, self.makers, chat_id, work)
        if spared:
            screen = replace(screen, text=f"{screen.text}\n{file.spare_said}".strip())
        return replace(screen, file=replace(file, make=lambda: content, aside=None))

    def _menu(self, incoming: Incoming, roles: frozenset[Role], language: str) -> None:
        """Telegram's own menu of this chat follows the person's posts and language."""
        if self.menus.get(incoming.chat_id) == (roles, language) and not incoming.text.startswith("/start"):
            return
        self.menus[incoming.chat_id] = (roles, language)
        say = voice(language)
        menu = [BotCommand(name, say.plain(f"command-{name}")[:256]) for name in menu_for(roles)]
        if menu:
            scope = BotCommandScopeChat(incoming.chat_id)
            self.aside(quietly(self.bot.set_my_commands(menu, scope=scope), "menu"))

    def aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Done beside everything else; the end waits for it."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def _known(outcome: Outcome, decide: Decide) -> Decide:
    """Tells what is known to have come of it, the first time; then decides anew."""
    known = [outcome]

    async def told() -> Handled | None:
        if not known:
            failpoint("wait", "decide")
            return await decide()
        if isinstance(made := known.pop(), Exception):
            raise made
        return made

    return told


def desk_of(application: AnyApplication) -> Desk:
    """The desk at which that application's updates are attended to."""
    desk: Desk = application.bot_data["desk"]
    return desk


# --- from start to stop --------------------------------------------------------------------------------------------------


async def start(application: AnyApplication, *, polling: bool = True) -> None:
    """Replays what waits in the inbox, makes up for what was not shown, then polls (unless a webhook is used)."""
    desk = desk_of(application)
    desk.house = replace(desk.house, bot_username=desk.bot.username)
    if desk.sharing is not None:
        await application.start()
        desk.sharing.start(partial(_poll, application) if polling else None)
        return
    await making_up.make_up(desk)
    taking.take(desk, await desk.bot.replay())
    await application.start()
    if polling:
        await _poll(application, on=True)


async def _poll(application: AnyApplication, *, on: bool) -> None:
    """Begins to ask Telegram for updates, or ends it."""
    if application.updater is None or application.updater.running is on:
        return
    if not on:
        failpoint("wait", "stop")
        await application.updater.stop()
        return
    failpoint("wait", "poll")
    await application.updater.start_polling(
        timeout=POLL_SECONDS,
        bootstrap_retries=-1,
        allowed_updates=list(ALLOWED_UPDATES),
        error_callback=lambda _: None,  # said by the bot itself, sparingly
    )


async def stop(application: AnyApplication) -> None:
    """Fetches no more, finishes what is under way; what is not done in time waits in the inbox for the next start."""
    desk = desk_of(application)
    later = asyncio.get_running_loop().call_later(STOP_SECONDS / 3, setattr, desk, "stopping", True)
    try:
        async with asyncio.timeout(STOP_SECONDS):
            if application.updater is not None and application.updater.running:
                with suppress(TimeoutError):  # it may be waiting out a pause in which Telegram was not reached
                    async with asyncio.timeout(LAST_POLL_SECONDS):
                        await application.updater.stop()
            if desk.sharing is not None:
                await desk.sharing.stop()
            if application.running:
                await application.stop()
            while desk.tasks:
                await asyncio.wait(desk.tasks)
    except TimeoutError:
        log.warning("stop.unfinished")
    finally:
        later.cancel()
        desk.stopping = True
        await application.shutdown()
        for transport in desk.transports:
            await transport.shutdown()
