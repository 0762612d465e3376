# The meeting form (talks.md 1), its receipt, and the cell's history.
command-hop = Record a meeting of the cell
command-nghiquyet = Record a resolution
command-nhiemvu = Open tasks
command-lichsu = Recorded meetings
command-huy = Cancel what is being recorded

meeting-session = { $session ->
    [thematic] thematic session
    [extraordinary] extraordinary session
    [committee_meeting] cell committee meeting
    [group_meeting] party group meeting
   *[regular] meeting
}
meeting-title = { $unit } · { $session } of month { $month }
meeting-usual = As usual:
    .hint = Type 1 if all is correct; or type the correction, for example: until 21:15.
    .help = These things are mostly the same as last month. Type 1 if all is correct. To edit one, type its number, or the correction itself, for example: chair: An.
meeting-kinds = Kind of meeting
    .label = kind
    .hint = You may name several, for example: regular and thematic.
    .help = A regular meeting is held every month; a thematic one at least every quarter, and it does not replace the regular one. The cell committee and party groups have minutes of their own.
meeting-topic = Which topic?
    .label = topic
    .hint = For example: Building a model new countryside.
    .help = Please type the name of the topic as it stands in the plan.
meeting-held_on = On which day did the cell meet?
    .label = day
    .hint = For example: 3/11, yesterday, last Tuesday.
    .help = You can type: 3/11, yesterday, last Tuesday, mùng 3, mùng 3 âm (lunar calendar). The day comes before the month.
meeting-hours = From when until when did it last?
    .label = hours
    .hint = For example: 19:30-21:00, or 19:30, 90 minutes.
    .help = At least 90 minutes; with a thematic part 120 minutes (Guidance 42-HD/BTCTW). A shorter one can still be recorded.
meeting-place = Where was the meeting?
    .label = place
    .hint = For example: NVH thôn (the village hall).
    .help = Please type the place, for example: Nhà văn hóa thôn (the village hall).
meeting-chair = Who chaired?
    .label = chair
    .hint = For example: An.
    .help = The secretary or the deputy takes the chair.
meeting-clerk = Who was the clerk?
    .label = clerk
    .hint = For example: Bình.
    .help = The clerk writes the minutes of the meeting.
meeting-upper_member = Which upper member attended?
    .label = upper member
    .hint = For example: Mai. If nobody came, type: none.
    .help = The member of the committee above who follows the cell. If nobody came, type: none.
meeting-party_group = Which party group met?
    .label = party group
    .hint = For example: group 3.
    .help = Send the group's number or its name.
meeting-thematic-counter = Thematic, quarter { $quarter }: { $held }/{ $wanted }.
meeting-thematic-alone = A thematic session by itself does not replace the regular meeting of { $month }.
meeting-attendance = { $base ->
    [0] How many were present, of how many who should attend?
   *[other] Attendance, { $base } should attend
}
    .label = attendance
    .hint = For example: 28/30, absent: Lan (sick), Hùng (working away).
    .help = Members who are exempt or on special duty are not counted. Type how many were present of how many should attend, then who was absent, with the reason if there is one.
meeting-absences = { $asked ->
    [0] Were the absent members excused?
   *[1] Why was { $absentee } absent?
}
    .label = absent members
    .hint = For example: Lan sick, Hùng working away; or: 1 excused, 1 unexcused.
    .help = Type names and reasons, or only numbers: 1 excused, 1 unexcused. This may be skipped.
meeting-content = Content and conclusion
    .label = content
    .hint = Type a few sentences; photos of the minutes book and recordings are kept with them. You may write by agenda item, for example: 2. Opening lane 2. Conclusion: …
    .help = The items of a village cell: 1 information and advocacy; 2 economy, society, security; 3 democracy, environment, culture; 4 other matters. Write one line an item, for example: 2. Opening lane 2. A line “Conclusion: …” is the chair's conclusion.
meeting-resolutions = Resolutions (if any)
    .label = resolution
    .hint = Type one message: what, the vote, who does it, by when. For example: NQ pave lane 2, 26/26 agree, assign Bình: collect from 40 households, due 10/12.
    .help = If there is no resolution, type 1. If there is one, a single message is enough; the system asks for what is missing. The number is proposed by the system and can be edited in the review.
meeting-resolutions-none = None, only the conclusion
meeting-resolutions-new = Add a resolution
meeting-resolutions-remove = Remove this resolution
meeting-resolutions-subject = What is the resolution about?
    .label = subject
    .hint = For example: paving the road of lane 2.
    .help = Please type in short what the resolution says.
meeting-resolutions-vote = What was the vote? Present { $present }
    .label = vote
    .hint = For example: 26/26; or: 25 agree, 2 against.
    .help = A resolution stands when more than half of the official members agree. Probationary members do not vote.
meeting-resolutions-tasks = Who does what, by when?
    .label = tasks
    .hint = One line a task. For example: assign Bình: collect from 40 households, due 10/12.
    .help = Each task goes to one person or one Party group, with a due date. If there are no tasks, type 1.
meeting-resolutions-number = Number of the resolution
    .label = number
    .hint = For example: 05-NQ/CB.
    .help = Numbers run on through the whole term.
meeting-resolutions-text = Full text or details
    .label = full text
    .help = Not required.
meeting-dues_announced = Were the paid dues announced?
    .label = dues announced
    .help = Only yes or no is recorded, never an amount.
meeting-speakers = How many members spoke?
    .label = speakers
    .hint = For example: 9.
    .help = Not required. Only members who came count, each of them once.
meeting-praise = Praise and reproof
    .label = praise and reproof
    .hint = For example: praise for Bình, who won land for the road.
    .help = Not required. Say who was praised or reproved, and what for.
meeting-remark = Remark
    .label = remark
    .help = Not required.
meeting-more = Further notes
meeting-review = { "" }
    .help = Look through every line. Type a line's number to edit it, type Confirm to send. It can still be corrected for some days afterwards.
meeting-in-future = { $day } is still to come. Please type the day of the meeting again, for example: 3/11.
meeting-taken = Month { $month } has minutes of a regular meeting already. See and edit them in /lichsu; if this was another meeting, please edit the kind or the day.
meeting-changed = Somebody else has just edited these minutes. Please open them again in /lichsu.
meeting-receipt = ✅ The { $session } of month { $month } of { $unit } was confirmed at { $clock }. Thank you, comrade.
    .brief = ✅ The { $session } of month { $month } signed off.
meeting-receipt-corrected = ✅ The minutes of { $kind ->
    [regular] month { $month }
   *[other] the { $session } of month { $month }
} of { $unit } were corrected at { $clock } (version { $version }). The version before is kept.
meeting-receipt-resolutions = Resolution no. { $numbers }.
meeting-correct-until = It can be corrected until the end of { $day }.
meeting-look = Review
meeting-correct = Edit
meeting-recorded-already = The regular meeting of month { $month }, held on { $day }, was recorded by { $name } at { $entered }. What would you like to do?
meeting-already-look = See the minutes
meeting-already-amend = Correct or add to them
meeting-already-other = Record another meeting
meeting-already-earlier = Record an earlier month
meeting-no-earlier = All earlier months have minutes.
meeting-which-month = Which month should be recorded?
meeting-head = <b>{ $unit } · { $kind ->
    [regular] month { $month }
   *[other] { $session } of month { $month }
}</b> (version { $version })
history-head = <b>Recorded meetings · { $unit }</b>
history-none = { $unit } has no recorded meeting yet. Type /hop to record one.
history-line = { $day }, { $kinds }: { $present }/{ $base } ({ $share })
history-back = List
choose-cell-postponement = Which cell's meeting is to be postponed?
choose-cell-meeting = For which cell is the meeting to be recorded?
choose-cell-resolution = For which cell is the resolution to be recorded?
choose-cell-tasks = Which cell's tasks?
choose-cell-history = Which cell's meetings?
page-before = ◀ Previous page
page-after = Next page ▶

resolution-title = { $unit } · resolution
resolution-subject = What is the resolution about?
    .label = subject
    .hint = One message is enough: what, the vote, who does it, by when.
    .help = For example: pave lane 2, 26/26 agree, assign Bình: collect from 40 households, due 10/12.
resolution-vote = What was the vote?
    .label = vote
    .hint = For example: 26/26; or: 25 agree, 2 against.
    .help = A resolution stands when more than half of the official members agree.
resolution-tasks = Who does what, by when?
    .label = tasks
    .hint = One line a task. For example: assign Bình: collect from 40 households, due 10/12.
    .help = Each task goes to one person or one Party group, with a due date. If there are no tasks, type 1.
resolution-number = Number of the resolution
    .label = number
    .hint = For example: 05-NQ/CB.
    .help = Numbers run on through the whole term.
resolution-passed_on = On which day was it passed?
    .label = day
    .hint = For example: 3/11.
    .help = The day on which the cell voted for it.
resolution-text = Full text or details
    .label = full text
    .help = Not required.
resolution-review = { "" }
    .help = Type a line's number to edit it, type Confirm to send.
resolution-receipt = ✅ Resolution no. { $number } of { $unit } was confirmed at { $clock }, with { $tasks ->
    [one] { $tasks } task
   *[other] { $tasks } tasks
}. Thank you, comrade.

postponement-title = { $unit } · postponing the meeting of month { $month }
postponement-postponed = Postponed to which day, and why?
    .label = postponed to
    .hint = For example: 6/11, storm.
    .help = Type the new day and the reason, for example: to 6/11 because of a storm. The new day must lie within the month.
postponement-day = Postponed to which day?
    .label = day
    .hint = For example: 6/11.
    .help = Please type the new day.
postponement-reason = Why?
    .label = reason
    .hint = For example: storm, harvest, Tết.
    .help = Postponing a meeting needs a reason.
postponement-review = { "" }
    .help = Type Confirm to send.
postponement-receipt = Postponed to { $day }, reason: { $reason }. The system will remind you in the evening of { $evening }. The committee above is told.
postponement-undo = Withdraw the postponement
postponement-edit = Edit
postponement-not-open = The meeting of { $month } is not open yet. Please say so again when it draws near.
postponement-settled = Month { $month } is settled already and needs no postponement.
postponed-in-past = { $day } has passed. Please type a coming day, for example: 6/11.
postponed-other-month = { $day } lies in another month. Please choose a day of the month; if the cell cannot meet this month, please tell the committee above.

task-title = { $unit } · task
task-progress = { $what }
    Assignee: { $assignee }. Due: { $due }.
    How does this task stand?
    .label = result
    .hint = For example: done; 9/12; 70%; late because of rain.
    .help = Type: done, in progress (with a number or percent), late because …, dropped because … You may send photos.
task-reason = Why?
    .label = reason
    .hint = For example: much rain, not all the money is collected.
    .help = A late or dropped task needs a reason.
task-evidence = Photos and remarks
    .label = photos, remarks
    .help = Not required.
task-review = { "" }
    .help = Type Confirm to send.
task-receipt = ✅ Recorded: { $what } – { $state }.
task-done = done
task-dropped = dropped
task-open = in progress
task-share = { $share } done
task-overdue = overdue
task-closed = This task is closed already. See /nhiemvu.
task-line = { $what } – { $assignee }, due { $due }, { $state }
tasks-head = <b>Tasks · { $unit }</b>: { $count } open, { $late } overdue. Tap a number to report a result.
tasks-none = { $unit } has no open tasks.
tasks-closed = Closed lately:
tasks-open = Tasks
meeting-streak = The cell has met in time for { $count } months running. Thank you.
