"""Canaries: every text of a unit in the records is one; whatever reaches a person is searched for those of other units.

So any district serves, and a test need not know it: ``foreign(db, telegram_id, said, day)`` is empty, whatever was said.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from storage.tables import (
    attendance_mark,
    broadcast,
    broadcast_reader,
    cell_profile,
    correction_request,
    draft,
    growth,
    invitation,
    joining,
    meeting,
    meeting_version,
    member,
    model_guest,
    model_meeting,
    obligation,
    outbox,
    person,
    post,
    postponement,
    resolution,
    resolution_share,
    review,
    score,
    score_version,
    task,
    task_update,
    unit_name,
    unit_tree,
    unlocking,
    visit,
)

SHORTEST = 8
"""Characters of a text that is taken for a canary; shorter ones are words of everybody's."""
_OF_UNITS = (
    select(cell_profile.c.unit_id, cell_profile.c.place),
    select(post.c.unit_id, person.c.name, person.c.phone).join(person, person.c.id == post.c.person_id),
    select(member.c.unit_id, member.c.name, member.c.party_group),
    select(correction_request.c.unit_id, correction_request.c.reason, correction_request.c.answers),
    select(unlocking.c.unit_id, unlocking.c.reason),
    select(meeting.c.unit_id, attendance_mark.c.reason).join(meeting, meeting.c.id == attendance_mark.c.meeting_id),
    select(draft.c.unit_id, draft.c.data),
    select(meeting.c.unit_id, *(meeting_version.c[name] for name in ("topic", "place", "chair", "clerk", "content")),
           *(meeting_version.c[name] for name in ("attendance", "conclusion", "remark", "praise", "photos", "reason")),
           *(meeting_version.c[name] for name in ("party_group", "upper_member", "carried", "answers")))
    .join(meeting, meeting.c.id == meeting_version.c.meeting_id),
    select(resolution.c.unit_id, resolution.c.subject, resolution.c.text),
    select(task.c.unit_id, task.c.what, task.c.assignee, task.c.area, task.c.measure_unit),
    select(task.c.unit_id, task_update.c.note, task_update.c.photos).join(task, task.c.id == task_update.c.task_id),
    select(growth.c.unit_id, growth.c.name),
    select(invitation.c.unit_id, joining.c.account, joining.c.phone)
    .join(joining, joining.c.invitation_id == invitation.c.id),
    select(review.c.unit_id, review.c.comment),
    select(broadcast.c.unit_id, broadcast.c.text, broadcast.c.file),
    select(visit.c.unit_id, visit.c.remark),
    select(model_meeting.c.unit_id, model_meeting.c.topic),
    select(score.c.unit_id, score_version.c.lines, score_version.c.remark)
    .join(score, score.c.id == score_version.c.score_id),
    select(obligation.c.unit_id, postponement.c.reason, obligation.c.postponed_reason)
    .outerjoin(postponement, postponement.c.obligation_id == obligation.c.id),
)  # fmt: skip
"""Every column of the records that holds what somebody wrote."""
_MESSAGES = select(outbox.c.unit_id, outbox.c.payload).where(outbox.c.unit_id.is_not(None))
"""Of a message only the values that its sentence names: the rest is keys of texts and codes of buttons."""
NOBODY_S = re.compile(r"[\d\s:./+-]{0,9}|\d{4}-\d\d-\d\d|\d{1,3}-NQ/\S+|[a-z_]*")
"""Hours and days, the numbers that every cell gives its papers, the program's own words: texts of everybody's."""


def texts(db: Connection) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """By unit: the names it bears, and everything else that was written about it."""
    names: dict[int, set[str]] = defaultdict(set)
    data: dict[int, set[str]] = defaultdict(set)
    for unit_id, name in db.execute(select(unit_name.c.unit_id, unit_name.c.name)):
        names[unit_id].add(str(name))
    for statement in _OF_UNITS:
        for unit_id, *values in db.execute(statement):
            data[unit_id] |= set(_strings(values))
    for unit_id, payload in db.execute(_MESSAGES):
        data[unit_id] |= {text for text in _strings(payload.get("values")) if re.search(r"[^\W\d]", text)}
    return names, data


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str() if len(value) >= SHORTEST and not NOBODY_S.fullmatch(value):
            yield value
        case Mapping():
            yield from _strings(list(value.values()))
        case list() | tuple():
            for each in value:
                yield from _strings(each)


def sight(db: Connection, telegram_id: int, day: date) -> tuple[set[int], set[int]]:
    """The units whose data the person may see on ``day``, and those whose names alone he knows.

    Names: of what stands above his posts, of posts he held before, of what an invitation is or was open to.
    """
    his = select(post.c.unit_id, post.c.valid_from, post.c.valid_to).join(person, person.c.id == post.c.person_id)
    posts = db.execute(his.where(person.c.telegram_id == telegram_id)).all()
    held = {row.unit_id for row in posts if row.valid_from <= day and (row.valid_to is None or row.valid_to > day)}
    practised = select(person.c.practice_id).where(
        person.c.telegram_id == telegram_id, person.c.practice_id.is_not(None)
    )
    held |= set(db.execute(practised).scalars())
    below = select(unit_tree.c.descendant_id).where(unit_tree.c.ancestor_id.in_(held))
    invited = set(db.execute(select(invitation.c.unit_id)).scalars())
    known = {row.unit_id for row in posts} | invited
    above = select(unit_tree.c.ancestor_id).where(unit_tree.c.descendant_id.in_(known))
    return set(db.execute(below).scalars()), set(db.execute(above).scalars())


def consented(db: Connection) -> set[str]:
    """What cells share with everybody: a resolution and the cell's name (mô hình hay)."""
    told = (
        select(resolution.c.number, resolution.c.subject, resolution.c.text, unit_name.c.name)
        .join(resolution_share, resolution_share.c.resolution_id == resolution.c.id)
        .join(unit_name, unit_name.c.unit_id == resolution.c.unit_id)
        .where(resolution_share.c.withdrawn_at.is_(None))
    )
    return {text for row in db.execute(told) for text in row if text}


def announced(db: Connection, telegram_id: int) -> set[str]:
    """What committees above wrote to him."""
    told = (
        select(broadcast.c.text, broadcast.c.file)
        .join(broadcast_reader, broadcast_reader.c.broadcast_id == broadcast.c.id)
        .join(person, person.c.id == broadcast_reader.c.person_id)
        .where(person.c.telegram_id == telegram_id)
    )
    return {text for row in db.execute(told) for text in row if text}


def invited(db: Connection, telegram_id: int) -> set[str]:
    """What those who are invited to a model meeting are told of it: whose it is, where, and on which topic."""
    guest = post.c.unit_id == model_guest.c.unit_id
    told = (
        select(model_meeting.c.topic, cell_profile.c.place, unit_name.c.name)
        .join(model_guest, model_guest.c.model_id == model_meeting.c.id)
        .join(cell_profile, cell_profile.c.unit_id == model_meeting.c.unit_id)
        .join(unit_name, unit_name.c.unit_id == model_meeting.c.unit_id)
        .join(post, guest)
        .join(person, person.c.id == post.c.person_id)
        .where(person.c.telegram_id == telegram_id)
    )
    return {text for row in db.execute(told) for text in row if text}


def handing_over(db: Connection, telegram_id: int) -> set[str]:
    """Names of secretaries whose post a link leads into that is open or was his: he is told from whom he takes over."""
    links = select(invitation.c.unit_id).outerjoin(person, person.c.id == invitation.c.used_by)
    his = links.where(
        invitation.c.role == "secretary", invitation.c.used_at.is_(None) | (person.c.telegram_id == telegram_id)
    )
    holders = select(person.c.name).join(post, post.c.person_id == person.c.id)
    return set(db.execute(holders.where(post.c.role == "secretary", post.c.unit_id.in_(his))).scalars())


def foreign(db: Connection, telegram_id: int, said: str, day: date, own: Iterable[str] = ()) -> set[str]:
    """Texts of units that the person may not see which ``said`` holds; ``own``: what he wrote himself in this chat."""
    names, data = texts(db)
    seen, known = sight(db, telegram_id, day)
    himself = db.execute(select(person.c.name, person.c.phone).where(person.c.telegram_id == telegram_id)).all()
    his = consented(db).union(
        *(names[unit] | data[unit] for unit in seen),
        *(names[unit] for unit in known),
        *himself,
        own,
        handing_over(db, telegram_id),
        announced(db, telegram_id),
        invited(db, telegram_id),
    )
    others = set().union(*(names[unit] | data[unit] for unit in (names.keys() | data.keys()) - seen))
    # a name may be the beginning of another: at each place the longest text counts
    words = sorted(his | others, key=len, reverse=True)
    found = re.findall("|".join(map(re.escape, filter(None, words))), said) if words else []
    return (others - his).intersection(found)


def plain(text: str) -> str:
    """HTML as it is read."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def unpacked(content: bytes) -> str:
    """All text in a file; what is packed is unpacked (workbooks and documents are zip files)."""
    if not content.startswith(b"PK\x03\x04"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(plain(packed.read(name).decode("utf-8", "replace")) for name in packed.namelist())
