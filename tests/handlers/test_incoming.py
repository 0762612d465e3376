"""Requirements on what counts as somebody's own word: matrix rows 83, 85, 86, 87, 94."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from handlers.context import Incoming, SentFile
from handlers.incoming import ALLOWED_UPDATES, Unreadable, incoming_of

BOT = 900
AN = {"id": 501, "is_bot": False, "first_name": "An", "last_name": "<b>Nguyễn</b>"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
PRIVATE = {"id": 501, "type": "private", "first_name": "An"}
GROUP = {"id": -100500, "type": "supergroup", "title": "Nhóm thôn"}
CHANNEL = {"id": -100600, "type": "channel", "title": "Kênh xã"}
SOMEBODY = {"type": "user", "date": 1, "sender_user": {"id": 502, "is_bot": False, "first_name": "Ai"}}
PHOTO: dict[str, Any] = {"photo": [{"file_id": "small", "file_unique_id": "s", "width": 1, "height": 1},
                   {"file_id": "large", "file_unique_id": "l", "width": 9, "height": 9}]}  # fmt: skip


def came(kind: str = "message", **parts: Any) -> Incoming | None:
    message = {"message_id": 7, "date": 1_793_880_000, "chat": PRIVATE, "from": AN} | parts
    if "from" in parts and parts["from"] is None:
        del message["from"]
    return incoming_of({"update_id": 1, kind: message}, BOT)


def heard(kind: str = "message", **parts: Any) -> Incoming:
    found = came(kind, **parts)
    assert found is not None
    return found


def test_own_words_in_a_private_chat_count() -> None:
    found = heard(text="28/30\x0b")
    assert (found.kind, found.text, found.user_id, found.forwarded) == ("text", "28/30", 501, False)
    assert found.user_name == "An <b>Nguyễn</b>"


@pytest.mark.parametrize("sender", [{}, {"from": ANONYMOUS, "sender_chat": GROUP}, {"sender_chat": CHANNEL}])
def test_whatever_is_said_in_a_group_is_only_the_group(sender: dict[str, Any]) -> None:
    """Matrix 85 and 86: members, anonymous admins, channels that speak."""
    found = heard(chat=GROUP, text="/hop", **sender)
    assert (found.kind, found.text, found.chat_id) == ("group", "", GROUP["id"])


def test_being_added_to_a_group_or_channel_is_only_the_group() -> None:
    """Matrix 85."""
    for chat in (GROUP, CHANNEL):
        for status, kind in (("administrator", "group"), ("kicked", None)):
            member = {"user": {"id": BOT, "is_bot": True, "first_name": "b"}, "status": status}
            rights = ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_promote_members",
                      "can_manage_video_chats", "can_restrict_members", "can_change_info", "can_invite_users",
                      "can_post_stories", "can_edit_stories", "can_delete_stories")  # fmt: skip
            new = member | dict.fromkeys(rights, False) | {"until_date": 0}
            change = {"old_chat_member": member | {"status": "left"}, "new_chat_member": new}
            found = came("my_chat_member", chat=chat, **change)
            assert (found.kind if found else None) == kind


def test_a_press_in_a_group_is_only_the_group_and_one_without_message_is_nothing() -> None:
    """Matrix 85: a message of ours forwarded into a group, or sent there inline."""
    message = {"message_id": 7, "date": 1, "chat": GROUP}
    query = {"id": "q", "from": AN, "chat_instance": "c", "data": "sum:1", "message": message}
    found = incoming_of({"update_id": 1, "callback_query": query}, BOT)
    assert found is not None
    assert (found.kind, found.chat_id) == ("group", GROUP["id"])
    query.pop("message")
    assert incoming_of({"update_id": 1, "callback_query": query}, BOT) is None


@pytest.mark.parametrize("kind", ["business_message", "edited_business_message", "channel_post", "edited_channel_post"])
def test_business_chats_and_channels_are_neither_asked_for_nor_heard(kind: str) -> None:
    """Matrix 85."""
    assert kind not in ALLOWED_UPDATES
    assert came(kind, text="/hop", business_connection_id="b") is None


@pytest.mark.parametrize(
    "sender",
    [{"via_bot": {"id": 8, "is_bot": True, "first_name": "gif", "username": "gif"}}, {"sender_chat": CHANNEL}],
)
def test_words_through_a_bot_or_for_a_chat_are_nobodys(sender: dict[str, Any]) -> None:
    """Matrix 86."""
    found = heard(text="/hop", **sender)
    assert (found.kind, found.text) == ("other", "")
    unsigned: dict[str, Any] = {"from": None, "text": "/hop"}
    assert came(**unsigned) is None


def test_only_the_own_contact_has_a_number() -> None:
    """Matrix 83: somebody else's card, one without account, and the own one."""
    for contact, phone in (({"user_id": 502}, ""), ({}, ""), ({"user_id": 501}, "0900000012")):
        card = {"phone_number": "0900000012", "first_name": "x"} | contact
        found = heard(contact=card)
        assert (found.kind, found.phone) == ("contact", phone)


def test_forwarded_words_are_known_as_such_and_a_forwarded_caption_is_dropped() -> None:
    """Matrix 87."""
    assert heard(text="28/30", forward_origin=SOMEBODY).forwarded
    found = heard(caption="28/30", forward_origin=SOMEBODY, **PHOTO)
    assert (found.kind, found.text, found.photos) == ("photo", "", ("large",))


def test_a_photo_is_its_file_id_and_nothing_more() -> None:
    """Matrix 94."""
    assert heard(caption="biên bản", **PHOTO).photos == ("large",)
    document = {"file_id": "doc", "file_unique_id": "d", "mime_type": "image/png", "file_name": "a.png"}
    assert heard(document=document).photos == ("file:doc",)
    found = heard(document=document | {"mime_type": "application/zip", "file_size": 7}, caption="biên bản")
    assert (found.kind, found.what, found.text) == ("document", "document", "biên bản")
    assert found.file == SentFile("doc", "a.png", 7)


def test_no_picture_of_a_person_is_ever_fetched_or_decoded() -> None:
    """Matrix 94: only an admin's template is fetched, at one place, and no library decodes pictures."""
    fetching = []
    for folder in ("bot", "handlers", "schedules", "storage"):
        for path in (Path(__file__).parents[2] / folder).rglob("*.py"):
            code = path.read_text(encoding="utf-8")
            assert not re.search(r"\bPIL\b|\bcv2\b|imageio", code), path
            fetching += re.findall(r"\bget_file\b.*", code)
    assert fetching == ["get_file(incoming.file.file_id)"]


@pytest.mark.parametrize("kind", ["voice", "audio", "video_note"])
def test_a_recording_is_its_kind_and_its_file_id(kind: str) -> None:
    """Matrix 28: kept as evidence; what it says is not read."""
    sent: dict[str, Any] = {"file_id": "rec", "file_unique_id": "r", "duration": 3, "length": 240}
    parts: dict[str, Any] = {kind: sent}
    found = heard(**parts)
    assert (found.kind, found.what, found.text, found.evidence) == ("voice", kind, "", (f"{kind}:rec",))


def test_a_forwarded_post_is_evidence_and_no_words() -> None:
    """Matrix 87."""
    found = heard(text="28/30", forward_origin=SOMEBODY)
    assert (found.words, found.evidence) == ("", ("post:28/30",))


@pytest.mark.parametrize(
    "parts",
    [
        {"date": "hôm qua"},
        {"date": 1 << 62},
        {"message_id": None},
        {"message_id": 1 << 63},
        {"message_id": True},
        {"chat": {"type": "private"}},
        {"chat": [PRIVATE]},
        {"from": AN | {"id": "501"}},
        {"text": 28},
        {"photo": ["x"]},
        {"voice": {"duration": 3}},
    ],
)
def test_what_telegram_never_sends_so_is_unreadable_and_never_half_read(parts: dict[str, Any]) -> None:
    """Matrix 7."""
    with pytest.raises(Unreadable):
        came(**parts)


def test_whoever_has_no_name_any_more_is_heard_all_the_same() -> None:
    nameless: dict[str, Any] = {"from": {"id": 501, "is_bot": False, "first_name": ""}, "text": "28/30"}
    assert heard(**nameless).text == "28/30"
