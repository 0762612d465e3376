# Reminders: the rungs of the ladder, notices to the committee above, and the schedule.
reminder-role-secretary = Secretary
reminder-role-stand_in = stand-in for the Secretary
reminder-role-deputy = Deputy Secretary
reminder-again = (Sent again; you may have received it already)
reminder-greeting = To the { $role } of { $unit }.
reminder-greeting-name = To { $person }.

reminder-before = { $days } days to the meeting of month { $period }: { $when }.
reminder-before-tomorrow = The meeting of month { $period } is tomorrow: { $when }.
reminder-before-today = The meeting of month { $period } is today: { $when }.
reminder-before-tasks = Tasks without a result: { $count }.
reminder-evening = Today, { $day }, is the day of the regular meeting of month { $period }. Has the cell met?
reminder-evening-past = The day of the regular meeting of month { $period } was { $day }. Has the cell met?
reminder-after = The minutes of month { $period } have not arrived yet (planned for { $day }).
reminder-nudge = Please tell how the meeting of month { $period } stands (planned for { $day }).
reminder-record = The cell has met in month { $period }. Please record the minutes when convenient.
reminder-middle = The day of the cell's meeting of month { $period } is not known yet. Has the cell met?
reminder-near_end = Month { $period } is nearly over and nothing is known of the cell's meeting. Has the cell met?
reminder-upper = By { $today } nothing is known of the meeting of { $unit } in month { $period } (planned { $planned }). Please find out how things stand.

reminder-many = { $count } meetings need you:
reminder-many-upper = By { $today } nothing is known of the meetings of { $count } cells that you follow. Please find out how things stand.
reminder-many-button = { $unit }, month { $period }
reminder-many-foot = Type a number to record. If postponed or handed in on paper, type /lich.
reminder-more = … and { $count } more cells.
reminder-line-before = { $unit }: meeting of month { $period } on { $when }
reminder-line-evening = { $unit }: meets today for month { $period }
reminder-line-after = { $unit }: no minutes of month { $period } yet (planned { $planned })
reminder-line-nudge = { $unit }: please tell how the meeting of month { $period } stands (planned { $planned })
reminder-line-record = { $unit }: met in month { $period }, not recorded
reminder-line-middle = { $unit }: nothing known of month { $period }
reminder-line-near_end = { $unit }: nothing known of month { $period }
reminder-line-upper = { $unit }: month { $period }, planned { $planned }

reminder-do-now = Record now
reminder-do-held = Met, record later
reminder-do-lui = Postpone
reminder-do-paper = Handed in on paper
reminder-do-prep = Prepare
reminder-do-day = Tell the day
reminder-do-unpaper = Not handed in on paper
reminder-do-edit = Edit

reminder-digest = Month { $period } is over; { $unit }: { $count } of { $expected } cells have not recorded a meeting.
reminder-digest-line = { $unit }: { $planned }
reminder-digest-planned = planned { $day }
reminder-digest-no-day = no day told
reminder-digest-postponed = postponed to { $day }
reminder-digest-held = met, not recorded
reminder-digest-often = { "; " }not in time in { $year } months of the year{ $row ->
    [0] { "" }
    [1] { "" }
   *[other] , { $row } running
}
reminder-digest-foot = Type /chuahop to see them and to remind them.

reminder-notice-postponed = { $unit } postpones the meeting of month { $period } to { $day }, reason: { $reason }.
reminder-notice-postponed-no-reason = { $unit } postpones the meeting of month { $period } to { $day }.
reminder-notice-postponement-withdrawn = { $unit }: postponement withdrawn, the meeting of month { $period } is on { $day } as planned.
reminder-notice-postponement-withdrawn-no-day = { $unit }: the postponement of month { $period } is withdrawn.
reminder-notice-unreachable = Reminders do not reach { $person } ({ $unit }): the bot is blocked, or the account is gone. Please get in touch directly.

reminder-held-done = Noted: { $unit } has met in month { $period }. You will be asked once to record the minutes, on { $day }.
reminder-held-before = { $unit } has said already that it met in month { $period }. Please record the minutes when convenient.
reminder-held-early = { $unit } plans its meeting of month { $period } for { $day }, which is still to come. If it met early, please press Record now.
reminder-paper-done = Noted: { $unit } has handed in the minutes of month { $period } on paper. There will be no more reminders.
reminder-paper-withdrawn = { $unit }: the minutes of month { $period } count as not handed in. Reminders go on.
reminder-already-recorded = The minutes of month { $period } of { $unit } are recorded: { $day }, present { $present }/{ $base } ({ $percent }). This button changes nothing.
reminder-already-paper = { $unit } has handed in the minutes of month { $period } on paper. This button changes nothing.
reminder-settled-met = Month { $period } is recorded or handed in on paper and changes no more.
reminder-settled-excused = The cell is excused for month { $period }; nothing changes.
reminder-excused = { $unit } is excused for month { $period }. This button changes nothing.
reminder-not-postponed = The meeting of month { $period } is not postponed.
reminder-day-too-far = { $day } does not fit month { $period }. Please choose a day of the month.
reminder-prep = { $unit }, meeting of month { $period }: { $when }.
reminder-prep-place = Place: { $place }.
reminder-prep-no-tasks = No task is without a result.
reminder-prep-tasks = Tasks without a result: { $count }
reminder-prep-task = { $what }, { $assignee }
reminder-prep-task-nobody = { $what }
reminder-prep-due = due { $due }
reminder-prep-more = … and { $count } more: /nhiemvu

command-lich = Meeting schedule, postpone
schedule-head = Meeting schedule, { $unit }
schedule-line = Month { $period }: { $day } · { $state }
schedule-no-day = no day told yet
schedule-any-day = any day of the month
schedule-state-met = met { $day }
schedule-state-paper = handed in on paper
schedule-state-said_held = met, not recorded
schedule-state-postponed = postponed from { $from }, reason: { $reason }
schedule-state-postponed-new = postponed, reason: { $reason }
schedule-state-open = not recorded
schedule-state-ahead = still to come
schedule-state-missed = did not meet
schedule-state-excused = excused
schedule-do-lui = Postpone month { $period }
schedule-do-back = Withdraw postponement of month { $period }
schedule-do-day = Tell the day of month { $period }
schedule-do-now = Record month { $period }
schedule-which-day = On which day does { $unit } meet in month { $period }? Press the day, or type, for example: /lich { $example }
schedule-day-told = Noted: { $unit } meets in month { $period } on { $day }. Reminders follow this day.
schedule-day-not-read = The day is not clear. Please type the day's number, for example: /lich 12
schedule-fixed-day = { $unit } has its day in month { $period }: { $day }. To move it, please press Postpone.
schedule-withdrawn = Postponement withdrawn: { $unit } meets in month { $period } on { $day }. The committee above is told.
schedule-withdrawn-no-day = The postponement of month { $period } of { $unit } is withdrawn. The committee above is told.
schedule-which-cell = The schedule of which cell?
