# Summaries, lists and a cell's card.
command-tonghop = Summary of a month, quarter, year
command-chuahop = Cells that have not met, postponed, cannot be reached
command-chibo = Look at one cell

span-month = { $month }/{ $year }
span-quarter = quarter { $quarter }/{ $year }
span-half = { $half ->
    [1] first
   *[2] second
} half of { $year }
span-year = { $year }
span-months = { $first } to { $last }
span-short-month = M{ $month }
span-short-quarter = Quarter { $quarter }
span-short-half = half-year
span-short-year = { $year }
span-short-months = { $first }–{ $last }
span-before-month = the month before
span-before-quarter = the quarter before
span-before-half = the half-year before
span-before-year = the year before
span-before-months = the period before
span-before-ago = a year ago

summary-roots = The units you follow
summary-head = <b>{ $unit }</b> · { $span }
summary-head-running = <b>{ $unit }</b> · { $span }, until { $clock } { $day }
summary-nothing = No cell was due to meet in { $span } yet.
summary-cells = { $cells ->
    [one] { $cells } cell
   *[other] { $cells } cells
}
summary-cells-periods = { $cells ->
    [one] { $cells } cell
   *[other] { $cells } cells
}, { $expected } cell-months
summary-held = { $cells }: { $held } met ({ $share })
summary-held-compared = { $cells }: { $held } met ({ $share }; { $compared })
summary-compared = { $before } { $number }
summary-compared-same-day = same day of { $before } { $number }
summary-attendance = Mean attendance { $share }
summary-below = { $count ->
    [one] { $count } cell
   *[other] { $count } cells
} below { $mark }
summary-below-periods = { $count } cell-months below { $mark }
summary-below-low = of these { $count } below { $mark }
summary-resolutions = Resolutions { $resolutions }
summary-resolutions-concluded = Resolutions { $resolutions }, conclusions { $concluded }
summary-tasks = tasks done { $done }, open { $open }, overdue { $overdue }
summary-named = { $list }: { $names }
summary-named-more = { $list }: { $names } and { $count } more
summary-named-some = { $list }: { $names } …
summary-unit-unknown = No unit "{ $words }" was found among those you may see. For example: /tonghop Lục Nam quý 4
summary-which-unit = Several units match "{ $words }". Please choose:
summary-which-unit-many = { $count } units match "{ $words }"; the first { $shown } are below. Please choose, or write more of the name:
summary-which-span = Please choose the period:
summary-no-unit = You hold no post in any unit, so there is nothing to see yet.
summary-units-title = <b>{ $unit }</b> · { $span }, unit by unit
summary-unit-line = { $number }. { $name }: { $parts }
summary-unit-none = { $number }. { $name }: nothing due yet
summary-unit-held = met { $held }/{ $expected }
summary-unit-attendance = attendance { $share }
summary-more-title = <b>{ $unit }</b> · { $span }, the lists
summary-more-line = { $number }. { $list } { $count }

summary-button-month = Month
summary-button-quarter = Quarter
summary-button-year = Year
summary-button-units = By unit
summary-button-summary = Summary
summary-button-more = More numbers
summary-button-card = The cell's card
summary-button-list = { $list } { $count }
summary-button-earlier = ◀ { $span }
summary-button-later = { $span } ▶
summary-button-to-list = Back
summary-button-phones = Phone numbers
summary-button-cell-summary = Summary of the year
summary-button-all-units = All units

summary-list-on_time = On time
summary-list-late = Met late
summary-list-paper = On paper
summary-list-said_held = Met, not recorded
summary-list-postponed = Postponed
summary-list-not_due = Not due yet
summary-list-overdue = Overdue
summary-list-missed = Month over, nothing reported
summary-list-excused = Excused
summary-list-expected = All expected
summary-list-held = Met
summary-list-late_entry = Recorded late
summary-list-below_good = Below { $mark }:
summary-list-below_low = Below { $mark }:
summary-list-unreachable = Cannot be reached
summary-list-not_joined = Not joined
summary-list-resolutions = Resolutions
summary-list-tasks_done = Tasks done
summary-list-tasks_open = Open tasks
summary-list-tasks_overdue = Overdue tasks

lines-title = <b>{ $list } { $count }</b> · { $span } · { $unit }
lines-title-today = <b>{ $list } { $count }</b> · { $unit }
lines-title-page = { $title } · page { $page }/{ $pages }
lines-frozen = The figure was locked on { $day } as { $count }; the list below is as of today.
lines-frozen-told = The figure was locked on { $day } as { $count }; the list below is as of today, recorded or corrected since: { $cells }{ $more ->
    [0] .
   *[other] {" "}and { $more } more.
}
lines-empty = There is no cell in this list now.
lines-empty-work = There is nothing in this list now.
lines-cell = { $number }. { $name }: { $parts }
lines-cell-month = { $number }. { $name }, { $month }: { $parts }
lines-planned = planned { $day }
lines-any-day = no fixed day
lines-over = { $days ->
    [one] { $days } day over
   *[other] { $days } days over
}
lines-in-grace = { $days ->
    [one] { $days } day over
   *[other] { $days } days over
}, still in time
lines-postponed = planned { $planned }, postponed to { $day }
lines-postponed-any = postponed to { $day }
lines-reason = reason: { $reason }
lines-held = met { $day }
lines-attendance = present { $present }/{ $base } ({ $share })
lines-paper = reported on paper { $day }
lines-said-held = says it met { $day }, not recorded
lines-said-held-undated = says it met, not recorded
lines-recorded = recorded { $day }
lines-excused = excused for this period
lines-reminded = { $count ->
    [one] reminded once
   *[other] reminded { $count } times
}
lines-stranger = secretary not joined
lines-secretary = { $name }
lines-no-secretary = no secretary yet
lines-task = { $number }. { $what }: { $parts } ({ $cell })
lines-assignee = { $name }
lines-due = due { $day }
lines-no-due = no due date
lines-progress = { $share } done
lines-done = done { $day }
lines-resolution = { $number }. No. { $mark }: { $subject }, { $day } ({ $cell })
lines-resolution-unnumbered = { $number }. { $subject }, { $day } ({ $cell })

missing-title = <b>{ $unit }</b> · { $span }: who has not met, who cannot be reached
missing-title-running = <b>{ $unit }</b> · { $span }, until { $clock } { $day }: who has not met, who cannot be reached
missing-all-well = No cell is overdue, postponed or out of reach.
missing-line = { $number }. { $list } { $count }: { $names }
missing-line-more = { $number }. { $list } { $count }: { $names } …

card-title = <b>{ $name }</b> · { $above }
card-title-alone = <b>{ $name }</b>
card-months = 12 months (met in { $held } of { $expected }):
card-month = M{ $month } { $state }
card-month-marked = M{ $month } { $mark } { $state }
card-month-none = M{ $month } –
card-state-on_time = in time
card-state-late = late
card-state-paper = paper
card-state-said_held = no record
card-state-postponed = postponed
card-state-not_due = not due
card-state-overdue = overdue
card-state-missed = missed
card-state-excused = excused
card-streak = { $count } months running in time.
card-late = ⚠ { $count } months running not in time.
card-last = Last meeting { $day }: present { $present }/{ $base } ({ $share })
card-last-bare = Last meeting { $day }
card-corrected = Corrected after it was confirmed: { $months }
card-corrected-one = month { $month } (version { $version }, { $day })
card-last-none = No meeting recorded in 12 months.
card-work = Open tasks { $open }, overdue { $overdue } · resolutions this year { $resolutions }
card-nobody = Nobody holds a post in this cell yet.
card-holder = { $role } { $name } ({ $state })
card-holders-more = and { $count } more
card-joined = joined
card-blocked = has blocked the bot
card-stranger = not joined
card-phones-title = <b>{ $name }</b> · phone numbers
card-phone = { $role } { $name }: { $phone }
card-phone-none = { $role } { $name }: no number
card-post-secretary = Secretary
card-post-stand_in = Stand-in
card-post-deputy = Deputy
card-post-committee_member = Committee member
card-post-upper_member = Upper member
card-post-admin = Admin

cells-choose = <b>{ $unit }</b>: choose a unit
cells-choose-page = <b>{ $unit }</b>: choose a unit · page { $page }/{ $pages }
cells-choice = { $number }. { $name }
cells-none = There is no unit below <b>{ $unit }</b> yet.
cells-unknown = No cell "{ $words }" was found among those you may see. For example: /chibo Khe Sâu
summary-bands = Scores: { $bands }
summary-admitted = Admitted { $count }
summary-no-admission = { $count } cells without a new member for { $years } years
summary-list-band_good = Scored Good
summary-list-band_fair = Scored Fair
summary-list-band_average = Scored Average
summary-list-band_poor = Scored Poor
summary-list-admitted = Admitted
summary-list-no_admission = No new member for { $years } years
lines-score = { $points }/100, { $band }
lines-growth = { $number }. { $name }, { $day } ({ $cell })
lines-admission-last = last admission { $day }
card-score = { $month }: { $band } { $points }
year-band = Meetings of { $year }: <b>{ $band }</b> ({ $months }; { $issuer }, the committee decides)
year-band-none = Meetings of { $year }: { $months }; not { $band } for the year (all months { $least } at least, { $counts })
year-band-count = at least { $count } months { $band }
year-band-unknown = Meetings of { $year }: { $months }
card-scores = Scores: { $months } (12 months: { $bands })
card-growth = In { $year }: admitted { $admissions }, made official { $recognitions }
card-growth-years = { $years } years without a new member, the last on { $day }
card-growth-never = No admission recorded yet; made official in { $year }: { $recognitions }
summary-unexcused = Absent without reason: { $people } at { $meetings ->
    [one] { $meetings } meeting
   *[other] { $meetings } meetings
}
summary-short = { $count ->
    [one] { $count } meeting
   *[other] { $count } meetings
} too short (mean { $minutes } minutes)
summary-minutes = A meeting lasted { $minutes } minutes in the mean
summary-speakers = On average { $mean } spoke at a meeting ({ $share } of those present)
summary-thematic = Thematic, quarter { $quarter }: { $held }/{ $wanted }
summary-thematic-until = Thematic, quarter { $quarter } to the end of month { $month }: { $held }/{ $wanted }
summary-thematic-quarters = Thematic, quarters together: { $held }/{ $wanted }
summary-not-scored = not scored { $count }
summary-recognised = Recognitions { $count }
summary-list-unexcused = With absences without reason
summary-list-short = Too short
summary-list-concluded = With a conclusion
summary-list-with_thematic = With a thematic session this quarter
summary-list-without_thematic = Without a thematic session
summary-list-not_scored = Not scored
summary-list-recognised = Recognitions
lines-thematic = thematic { $day }
lines-thematic-none = no session yet
lines-late-entry = recorded late { $day }
lines-unexcused = absent without reason { $count }
lines-minutes = { $minutes } minutes
card-late-entry = Recorded late: { $months }
summary-often-absent-row = Absent { $times } times running or more: { $count ->
    [one] { $count } member
   *[other] { $count } members
} (only the cell's secretary knows who)
summary-often-absent-year = Absent { $times } times in the year or more: { $count ->
    [one] { $count } member
   *[other] { $count } members
} (only the cell's secretary knows who)
summary-frozen = Figures as locked on { $day }.
summary-frozen-changed = Figures as locked on { $day }. Changed since ({ $changed }): { $changes }
summary-changed = { $list } { $was } → { $now }
summary-changed-people = people present, speakers or minutes
