"""Formatted text as Telegram reads it: HTML to plain text with entities, counted in UTF-16 units, and what it finds by itself."""

from __future__ import annotations

import re
from typing import Any

from demo.refusals import refuse

Json = dict[str, Any]

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_CHARACTER = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))|(lt|gt|amp|quot));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LETTERS = range(1, 0x10FFFF)
_SURROGATES = range(0xD800, 0xE000)
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"\s*([^\s=>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9.\-]+)(?=[\s>]))")
_BARE = re.compile(r"\s*([^\s=>]+)(?=[\s>])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u2028\u2029]")
_FOUND = re.compile(
    r"(?P<url>(?:https?://|\bt\.me/)[^\s<>\"]+[^\s<>\".,;:!?)\]])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})"
    r"|(?<!\w)(?P<hashtag>\#(?=\w*[^\W\d])\w+)",
)


def units(text: str) -> int:
    """Length in UTF-16 code units, Telegram's measure of everything."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def clean(text: str) -> str:
    """What Telegram does to any text before it looks at it: no control characters, no carriage returns."""
    return _CONTROL.sub(" ", text.replace("\r", "")).replace("\t", " ")


def found(text: str, taken: list[Json]) -> list[Json]:
    """Commands, addresses, mentions and hashtags that Telegram marks by itself where nothing else is marked."""
    if not any(sign in text for sign in "/@#"):  # most texts hold none; this path is hot under load
        return []
    marks = []
    for match in _FOUND.finditer(text):
        offset, length = units(text[: match.start()]), units(match.group())
        clash = (e for e in taken if e["type"] in {"text_link", "code", "pre"})
        if not any(e["offset"] < offset + length and offset < e["offset"] + e["length"] for e in clash):
            marks.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return marks


def plain(text: str) -> tuple[str, list[Json]]:
    """Text without a parse mode, trimmed, with what is found in it."""
    text = clean(text).strip()
    return text, found(text, [])


def parse_html(source: str) -> tuple[str, list[Json]]:
    """HTML parse mode: the text and its entities, or Telegram's refusal with its byte offset."""
    source = clean(source)
    said: list[str] = []
    length = 0
    open_tags: list[tuple[str, str, int, int]] = []  # name, argument, offset, index into said
    entities: list[Json] = []
    at = 0
    while at < len(source):
        match source[at]:
            case "&" if (character := _CHARACTER.match(source, at)) and (letter := _letter(character)):
                said.append(letter)
                length += units(letter)
                at = character.end()
            case "<" if source.startswith("</", at):
                at = _close(source, at, open_tags, entities, said, length)
            case "<":
                name, argument, end = _start(source, at)
                open_tags.append((name, argument, length, len(said)))
                at = end
            case _:
                end = min(
                    (i for i in (source.find("<", at + 1), source.find("&", at + 1)) if i >= 0), default=len(source)
                )
                said.append(source[at:end])
                length += units(source[at:end])
                at = end
    if open_tags:
        raise refuse(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return _trimmed("".join(said), entities)


def _letter(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if code in _LETTERS and code not in _SURROGATES else ""


def _bytes(source: str, at: int) -> int:
    return len(source[:at].encode("utf-8", "surrogatepass"))


def _start(source: str, at: int) -> tuple[str, str, int]:
    """A start tag: its name, the argument that matters, and where it ends."""
    name = _NAME.match(source, at + 1).group().lower()  # type: ignore[union-attr]
    end = at + 1 + len(name)
    if end >= len(source):
        raise refuse(f"can't parse entities: Unclosed start tag at byte offset {_bytes(source, at)}")
    if name not in KINDS:
        raise refuse(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {_bytes(source, at)}')
    argument = ""
    while (rest := source[end:].lstrip()) and not rest.startswith(">"):
        match = _ATTRIBUTE.match(source, end) or _BARE.match(source, end)
        if match is None:
            raise refuse(f"can't parse entities: Unexpected end of name token at byte offset {_bytes(source, end)}")
        values = match.groups()
        argument = _argument(name, values[0], next((v for v in values[1:] if v is not None), "")) or argument
        end = match.end()
    if not rest:
        raise refuse(f"can't parse entities: Unclosed start tag at byte offset {_bytes(source, at)}")
    if name == "span" and argument != "spoiler":
        where = _bytes(source, at)
        raise refuse(f'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset {where}')
    return name, argument, source.index(">", end) + 1


def _argument(name: str, attribute: str, value: str) -> str:
    value = _CHARACTER.sub(lambda match: _letter(match) or match.group(), value)
    match name, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "expandable"
    return ""


def _close(
    source: str, at: int, open_tags: list[tuple[str, str, int, int]], entities: list[Json], said: list[str], length: int
) -> int:
    """An end tag: adds the entity that it ends; gives where reading goes on."""
    if not open_tags:
        raise refuse(f"can't parse entities: Unexpected end tag at byte offset {_bytes(source, at)}")
    closing = re.compile(r"</([^\s>]*)\s*>").match(source, at)
    if closing is None:
        raise refuse(f"can't parse entities: Unclosed end tag at byte offset {_bytes(source, at)}")
    name, argument, offset, index = open_tags.pop()
    ended = closing.group(1).lower()
    if ended and ended != name:
        where = _bytes(source, at)
        raise refuse(
            f'can\'t parse entities: Unmatched end tag at byte offset {where}, expected "</{name}>", found "</{ended}>"'
        )
    if length > offset:
        _add(entities, name, argument or "".join(said[index:]) * (name == "a"), offset, length - offset)
    return closing.end()


def _add(entities: list[Json], name: str, argument: str, offset: int, length: int) -> None:
    entity: Json = {"type": KINDS[name], "offset": offset, "length": length}
    match name:
        case "a":
            if user := re.fullmatch(r"tg://user\?id=(\d+)", argument):
                entity |= {"type": "text_mention", "user": {"id": int(user[1]), "is_bot": False, "first_name": ""}}
            elif not re.match(r"(https?|tg|ton|tonsite)://|[\w-]+\.[a-z]{2,}", argument, re.IGNORECASE):
                return  # Telegram silently drops a link that is none
            else:
                entity["url"] = argument if "://" in argument else f"http://{argument}/"
        case "code" | "pre":
            last = entities[-1] if entities else {}
            inner = {"code", "pre"} - {name}
            if last.get("type") in inner and (last["offset"], last["length"]) == (offset, length):
                language = argument or last.get("language", "")
                last |= {"type": "pre"} | ({"language": language} if language else {})
                return
            if name == "code" and argument:
                entity["language"] = argument
        case "blockquote" if argument == "expandable":
            entity["type"] = "expandable_blockquote"
        case "tg-emoji":
            entity["custom_emoji_id"] = argument
    entities.append(entity)


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Blank edges are cut off and the entities moved with them; then what Telegram finds is added."""
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    total = units(text)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(total, entity["offset"] + entity["length"] - lead)
        if entity["type"] == "code":
            entity.pop("language", None)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    kept += found(text, kept)
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, kept
