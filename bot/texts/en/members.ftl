# Members of a cell: the roster, standings, joining and leaving.
member-no-name = No name is given. Please write the member’s full name.
member-left = { $name } is no longer on the roster.
member-not-left = { $name } is on the roster.
member-change-too-early = { $name } has a change from { $day } already. Please choose that day or a later one.
