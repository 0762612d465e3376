# Members of a cell: the roster, standings, joining and leaving.
member-no-name = No name is given. Please write the member’s full name.
member-left = { $name } is no longer on the roster.
member-not-left = { $name } is on the roster.
member-change-too-early = { $name } has a change from { $day } already. Please choose that day or a later one.

meeting-attendance-list =
    .hint = Press the absent members’ names, or type numbers or names. For example: 2, 5; or: vắng đ/c Lan ốm.
attendance-all = All { $base }/{ $base }
attendance-done = Done: { $absent } absent, { $present }/{ $base } present
attendance-absent = Absent: { $name }
attendance-strangers = Not on the cell’s roster: { $names }. Kept as you wrote it.
reason-ill = Ill
reason-hospital = In hospital
reason-away = Working away
reason-trip = On official travel
reason-watch = On duty
reason-family = Family matters
reason-other = Another reason
reason-none = Without a reason
reason-rest = All { $count } left are excused

members-title = { $unit } · roster
members-list = Write full names, one member a line
    .label = roster
    .hint = For example: Lê Thị Lan, dự bị, tổ 2. Behind the name, if so: probationary, exempt, temporary, group 2. A whole list may be pasted.
    .help = Nothing behind a name means an official member. Exempt: need not attend; temporary: from another cell. No party card numbers, please.
members-review =
    .help = Check the names. Write more names to add them, type 1 to write the list anew, Confirm to send.
members-doubled = On the roster already, not added again: { $names }. If it is a namesake, please add the party group, for example: group 2.
members-none-new = There is no new name. Please write more names, or Cancel.
members-kept = ✅ { $added } members are on the roster of { $unit } now.
members-undone = The { $count } members just added are taken off again.
reading-members = Please write full names, one member a line. For example: Lê Thị Lan, dự bị.
reading-member-line = Line { $number } “{ $line }” could not be read as a full name. Please write the whole list again, one member a line. For example: Lê Thị Lan, dự bị.
reading-members-many = At most { $most } members at once. Please write them in several parts.
reading-group = Please write the group’s number, for example: group 2; type no for none.
answer-members = { $count } members: { $names }
answer-member = { $name } ({ $more })
answer-no-group = no group

standing-official = official
standing-probationary = probationary
standing-exempt = exempt
standing-special_duty = on special duty
standing-temporary_in = here temporarily
standing-temporary_out = elsewhere temporarily
standing-title = { $name }
standing-standing = Which standing now?
    .label = standing
    .help = Exempt members, those on special duty and those elsewhere temporarily are not among those who ought to attend; those here temporarily are noted apart.
standing-since = Since which day?
    .label = since
    .hint = For example: today, 3/11.
    .help = From that day on the number who ought to attend follows the new standing. Earlier records stay as they are.
left-transfer = transferred
left-removal = removed
left-death = died
left-mistake = entered by mistake
leaving-title = { $name }
leaving-left = Why off the roster?
    .label = reason
    .help = Records stay as they are. Entered by mistake: never belonged to the cell.
leaving-since = Since which day?
    .label = since
    .hint = For example: today, 3/11.
    .help = From that day on the member does not count among those who ought to attend.
party_group-title = { $name }
party_group-group = Which party group?
    .label = party group
    .hint = For example: group 2. Type no for none.
    .help = Party groups tell namesakes apart and may be given tasks.
member_name-title = { $name }
member_name-name = Write the full name anew
    .label = full name
    .hint = For example: Lê Thị Lan.
    .help = Corrects the spelling. Earlier records keep the old name.
member-in-future = { $day } is still to come. Please enter it once it holds.
member-before = Please choose { $day } or a later day: something is entered from that day already.
member-changed = ✅ Kept: { $member }.
member-stood = ✅ Kept: { $name } from { $before } to { $after }, since { $day }.
member-gone = ✅ { $name } is off the roster: { $how }, since { $day }.
member-restored = As before again: { $member }.
member-undo-late = { $name } has another change since then; this cannot be undone.
member-head = { $name }
member-since = { $standing }, since { $day }
member-group = { $group }
member-no-group = No party group given
member-do-standing = Change standing
member-do-leave = Take off the roster
member-do-group = Change party group
member-do-name = Correct the name

roster-button = Roster
roster-add = Add members
roster-gone = Who left
roster-undo = Undo
roster-none = { $unit } keeps no roster, so attendance is told by numbers. With a roster, pressing the absent members’ names is enough; it is optional.
roster-head = { $unit } · roster
roster-strength = { $parts }; { $base } ought to attend
roster-count = { $count } { $standing }
roster-gone-head = { $unit }, who left the roster. Type a number to put somebody back.
roster-gone-line = { $name }: { $how }, { $day }
roster-offer = To take attendance by pressing the absent members’ names, the roster can be written once.

absences-private = Only the secretary sees this part:
absences-in-row = { $name } was absent from { $times } regular meetings running{ $unexcused ->
    [0] { "" }
   *[other] , { $unexcused } of them without a known reason
}. Perhaps a visit would help.
absences-in-year = { $name } was absent from { $times } regular meetings this year{ $unexcused ->
    [0] { "" }
   *[other] , { $unexcused } of them without a known reason
}. Perhaps a visit would help.
absences-more = and { $count } more.

meeting-absences-list =
    .hint = Or press the absent members’ names, or type: đ/c Lan ốm, đ/c Hùng không phép.
absences-excused = { $count } absent, all excused
absences-unexcused = { $count } absent, none excused
