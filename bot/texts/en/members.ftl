# Members of a cell: the roster, standings, joining and leaving.
member-no-name = No name is given. Please write the member’s full name.
member-left = { $name } is no longer on the roster.
member-not-left = { $name } is on the roster.
member-change-too-early = { $name } has a change from { $day } already. Please choose that day or a later one.

meeting-attendance-list =
    .hint = Press the absent members’ names, or type numbers or names. For example: 2, 5; or: vắng đ/c Lan ốm.
attendance-all = All { $base }/{ $base }
attendance-done = Done: { $absent } absent, { $present }/{ $base } present
attendance-absent = { $name } – absent
reason-ill = Ill
reason-hospital = In hospital
reason-away = Working away
reason-trip = On official travel
reason-watch = On duty
reason-family = Family matters
reason-other = Another reason
reason-none = Without a reason
reason-rest = All { $count } left are excused
