"""The answer who came: by numbers and by names, said at once or name by name."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bot.domain.meetings import Absence, Attendance
from bot.forms.form import Reply
from bot.forms.reading import attendance as attendance_words
from bot.forms.reading.outcome import Found, Given, Reading
from bot.texts import Html, Voice


@dataclass(frozen=True, slots=True)
class AttendanceAnswer:
    """Who came, by numbers and by the names that were told."""

    only_absences: bool = False
    """The question who was absent, and whether excused, of an attendance already told."""

    def parse(self, reply: Reply, given: Given, known: Any) -> Reading[Any]:  # noqa: D102
        read = attendance_words.read_absences if self.only_absences else attendance_words.read_attendance
        return read(reply.text, given, known)

    def find(self, text: str, given: Given, known: Any) -> Found[Any] | None:  # noqa: D102
        return None if self.only_absences else attendance_words.find_attendance(text, given, known)

    def dump(self, value: Attendance) -> Any:  # noqa: D102
        return asdict(value)

    def load(self, raw: Any) -> Attendance:  # noqa: D102
        names = {key: tuple(raw.get(key) or ()) for key in ("late", "left_early", "exempt_present")}
        absences = tuple(Absence(**each) for each in raw.get("absences") or ())
        value = Attendance(**{**raw, **names, "absences": absences})
        if not 0 <= value.present <= value.base:
            raise ValueError(raw)
        return value

    def show(self, value: Attendance, say: Voice) -> str:  # noqa: D102
        told = [say("answer-present", present=value.present, base=value.base, share=say.percent(value.share))]
        for excused, counted, name in (
            (True, value.excused, "answer-excused"),
            (False, value.unexcused, "answer-unexcused"),
        ):
            named = [each for each in value.absences if each.excused is excused]
            if named:
                told.append(
                    say(
                        f"{name}-named",
                        people=Html(", ".join(_absent(each, say) for each in named)),
                        more=counted - len(named),
                    )
                )
            elif counted:
                told.append(say(name, count=counted))
        unsaid = [each for each in value.absences if each.excused is None]
        if unsaid:
            told.append(say("answer-absent-named", people=Html(", ".join(_absent(each, say) for each in unsaid))))
        for names, name in (
            (value.late, "answer-late"),
            (value.left_early, "answer-left-early"),
            (value.exempt_present, "answer-exempt"),
        ):
            if names:
                told.append(say(name, people=", ".join(names)))
        if value.temporary_in:
            told.append(say("answer-temporary-in", count=value.temporary_in))
        return "; ".join(told)

    def choices(self, given: Given, known: Any) -> tuple[Any, ...]:  # noqa: D102
        if not self.only_absences:
            return (Attendance(given.base, given.base),) if given.base else ()
        if not isinstance(known, Attendance):
            return ()
        told = asdict(known) | {
            "late": known.late,
            "left_early": known.left_early,
            "exempt_present": known.exempt_present,
        }
        return tuple(
            Attendance(
                **{
                    **told,
                    **numbers,
                    "absences": tuple(
                        Absence(a.name, excused, a.reason) if a.excused is None else a for a in known.absences
                    ),
                }
            )
            for excused, numbers in (
                (True, {"excused": known.absent - known.unexcused}),
                (False, {"unexcused": known.absent - known.excused}),
            )
        )


def _absent(each: Absence, say: Voice) -> str:
    return (
        say("answer-absence", name=each.name, reason=each.reason) if each.reason else say("answer-name", name=each.name)
    )
