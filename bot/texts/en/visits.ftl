# Members of the committee above at cells' meetings.
visit-button = Attending in { $month }
visit-head = <b>{ $unit } · meeting of { $month }</b>
visit-when = Time: { $when }. Place: { $place }
visit-no-day = no day yet
visit-content = Content: regular meeting of month { $month }; { $tasks } tasks without result.
visit-in-minutes = The minutes name { $name } as present.
visit-not-in-minutes = The minutes name nobody of the committee above.
visit-said-will = You said: will attend.
visit-said-will_not = You said: cannot attend.
visit-said-came = You said: attended.
visit-said-did_not = You said: did not attend.
visit-remark-said = Remark: { $remark }
visit-kept = Noted.
visit-do-will = Will attend
visit-do-will_not = Cannot attend
visit-do-came = Attended
visit-do-did_not = Did not attend
visit-do-remark = Add a remark
visit-do-minutes = See the minutes
visit-title = { $unit } · attending the meeting of { $month }
visit-remark = Your remark on the meeting?
    .label = remark
    .hint = For example: well run, more should speak.
    .help = Only the committee above can read the remark.
visit-told-came = { $name } (upper member) says: attended.
visit-told-did_not = { $name } (upper member) says: did not attend.
visit-told-remark = Remark: { $remark }
visit-differs-not_in_minutes = ⚠ The minutes name nobody of the committee above, unlike what was said.
visit-differs-only_in_minutes = ⚠ The minutes name { $name } as present, unlike what was said.
visit-will-notice = { $who } (upper member) will attend the meeting of { $period } of { $unit }, { $day }.
visit-will-notice-no-day = { $who } (upper member) will attend the meeting of { $period } of { $unit }.
visit-will-not-notice = { $who } (upper member) cannot attend the meeting of { $period } of { $unit }, { $day }.
visit-will-not-notice-no-day = { $who } (upper member) cannot attend the meeting of { $period } of { $unit }.
visit-asked-notice = { $unit } has recorded its meeting of { $period } ({ $day }). The minutes name { $name }. Did you attend?
visit-asked-notice-nobody = { $unit } has recorded its meeting of { $period } ({ $day }). The minutes name nobody of the committee above. Did you attend?
visit-moved-notice = { $unit } moves its meeting of { $period } to { $day }, reason: { $reason }. Can you attend?
visit-back-notice = { $unit } takes the postponement back: the meeting of { $period } is on { $day }. Can you attend?
reminder-visit =
    { $unit } holds its regular meeting of { $period }: { $when }, at { $place }.
    { $tasks } tasks without result. Can you attend?
reminder-visit-moved = (Postponed, reason: { $reason })
reminder-line-visit = { $unit }: meeting of { $period } on { $when }
reminder-many-foot-visit = Type a number to say whether you will attend.
reminder-do-come = Will attend
reminder-do-away = Cannot attend
summary-visited = Upper members attended { $count }/{ $held }
summary-unvisited = { $count } cells visited by nobody for { $months } months
summary-list-visited = Upper member attended
summary-list-unvisited = Nobody came for { $months } months
lines-visit-last = last on { $day }
lines-visit-never = never recorded
rule-months_without_visit = Months without a visit to be told of
follow-button = Assign upper members
follow-cell-head = <b>{ $unit }: who follows it from above</b>
    Press a name to assign or to end it, from today.
follow-member = { $name } (follows { $count } cells)
follow-member-on = ✅ { $name } (follows { $count } cells)
follow-somebody-new = Invite somebody else
follow-members-head = <b>{ $unit }: upper members</b>
    Choose one to assign.
follow-members-none = { $unit }: nobody follows a cell yet. Open a cell to invite somebody.
follow-cells-head = <b>{ $name } follows { $count } cells</b>
    Press a cell to assign or to end it, from today.
follow-on = ✅ { $unit }
follow-off = { $unit }
follow-notice = Dear comrade. You are to follow { $unit }. Before each meeting you will be told when and where it is.
