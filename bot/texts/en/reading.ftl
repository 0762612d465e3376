# What is asked or explained when a typed answer has no meaning, or more than one. Every sentence says what to do next.

reading-yes-no = That was not understood. Please type: yes, or no.
reading-held = That was not understood. Please type: held, not yet, or later.
reading-band = Please choose: Tốt (good), Khá (fair), Trung bình (average) or Kém (poor).
reading-band-k = Is “k” Khá (fair), or no? Please choose, or type it in full, for example: Khá.

reading-day = That day was not understood. Please type day and month, for example: 3/11.
reading-day-none-such = { $number ->
    [0] There is no day 0. Please type it again, for example: 3/11.
   *[other] Month { $month } has only { $days } days. Please type it again, for example: 3/{ $month }.
}
reading-day-number = There is no day { $number }. Please type it again, for example: 3/11.
reading-month-none-such = There is no month { $month }; the day comes first, then the month. Please type it again, for example: 3/11.
reading-day-year = The year { $year } cannot be right. Please type it again, for example: 3/11/2026.
reading-day-month-only = Month { $month } has no day yet. Please type the day too, for example: 3/{ $month }.
reading-day-last-month = Was it { $day }? If not, please type day and month, for example: 3/11.
reading-day-far = The nearest is { $day }, far from today. Is that right? If not, please type the year too, for example: 3/11/2026.
reading-day-future = { $day } has not come yet. Please choose, or type the day of the meeting, for example: 3/11.
reading-day-past = { $day } is over. If that is wrong, please type it again, for example: 30/12.
reading-day-weekday = Date and weekday disagree: that day is { $day }. Please choose, or type it again, for example: 3/11.
reading-day-two = There are two days in the message. Please choose one, or type it again, for example: 3/11.
reading-day-today-or-next = Today is { $day }. Today or next week? It can be typed in full, for example: 12/11.
reading-day-vague = Which day exactly? Please choose, or type it, for example: 30/11.
reading-day-lunar = { $lunar } in the lunar calendar is { $day }. If that is wrong, please type the solar date, for example: 3/11.
reading-day-lunar-none-such = There is no such lunar day { $number }. Please type the solar date, for example: 3/11.
reading-period = That period was not understood. Please type, for example: month 11, quarter 4, year 2026.
reading-postponed = Postponed to which day, and why? For example: lùi sang mùng 6, bão (to the 6th, storm).
reading-postponed-day = Postponed to which day? Please choose, or type, for example: 6/11.
reading-postponed-day-because = Reason: { $reason }. Postponed to which day? Please choose, or type, for example: 6/11.
reading-postponed-hoan = Does “hoan” mean postpone? Postponed to { $day }. If not, please type it again, for example: postpone 6/11.

reading-clock = That hour was not understood. Please type, for example: 19:30.
reading-clock-none-such = There is no such hour. Please type it again, for example: 19:30.
reading-clock-part = Morning or evening? Please choose, or type it in full, for example: 19:30 or 7:30 pm.
reading-hours = Please type start and end, for example: 19:30-21:00, or the minutes, for example: 90 minutes.
reading-hours-end-first = The end lies before the start. Please type it again, for example: 19:30-21:00.
reading-minutes = That duration was not understood. Please type, for example: 90 minutes or 1h30.
reading-minutes-range = A duration is between 1 minute and 12 hours. Please type it again, for example: 90 minutes.
reading-minutes-about = About { $minutes } minutes, is that right? If not, please type the minutes, for example: 110.
reading-minutes-unit = { $number } hours or { $number } minutes? Please choose, or type, for example: 90 minutes.

reading-number = That number was not understood. Please type digits, for example: 21.
reading-number-two = { $one } or { $two }? Please choose, or type it again, for example: 1130.
reading-count = A whole number is needed here. Please type, for example: 12.
reading-percent = A percentage is between 0 and 100%. Please type, for example: 95.5%.
reading-money = That amount was not understood. Please type, for example: 500k or 1tr2 (1.2 million).
reading-money-thousands = { $amount } thousand đồng, or { $amount } đồng? Please choose, or type, for example: 500k.
reading-measure = Please type a number and its unit, for example: 12 hộ (households) or 1.5 km.

reading-attendance = Please type how many came of how many, for example: { $base }/{ $base }, or: absent 2.
reading-attendance-ratio = Please type how many came and how many ought to, for example: 28/30.
reading-attendance-over = More present ({ $present }) than ought to come ({ $base }). Please choose, or type it again, for example: 28/30.
reading-attendance-base = { $base } ought to come by the record, { $typed } was typed. Please choose, or type it again, for example: 28/{ $base }.
reading-attendance-date = { $present } present of { $base }, is that right? If not, please type it again, for example: 28/30.
reading-attendance-about = { $present } of { $base } present, is that right? If not, please type the exact number, for example: 28.
reading-attendance-percent = How many members are { $percent }%? Please choose, or type it again, for example: 28/30.
reading-attendance-zero = Nobody present, or all { $base }? Please choose, or type it again, for example: 28/30.
reading-attendance-others = Were all others present ({ $base })? If not, please type, for example: 28/30.
reading-attendance-absent-many = More absent ({ $absent }) than ought to come ({ $base }). Please type it again, for example: absent 2.
reading-attendance-disagree = The numbers of present and absent disagree. Please choose, or type it again, for example: 28/30, absent 2.
reading-base-exempt = { $total } includes { $exempt } exempt members; { $base } ought to come. If that is wrong, please type it again, for example: 28/{ $base }.
reading-exempt-out = { $name } is exempt, and counted neither as absent nor among those who ought to come. If that is wrong, please edit it on the review.
reading-late-muon = Does “muon” mean that { $name } came late? If not, please type it with accents, for example: đ/c An đến muộn.
reading-absences = Who was absent, and excused or not? For example: đ/c Lan ốm (ill), đ/c Hùng không phép (unexcused); or: 1 excused, 1 unexcused.
reading-absences-disagree = { $absent } absent by the record, which disagrees with this message. Please choose, or type it again, for example: absent 2.
reading-absence-excused = Was { $name } excused? Please choose, or type the reason, for example: { $name } ốm (ill).
reading-absence-left = Of { $left } absent nobody has said whether they were excused. Please choose, or type, for example: 1 excused, 1 unexcused.

reading-vote = Please type the votes, for example: { $voters }/{ $voters }, or: 25 agree, 2 against.
reading-vote-vague = How many agreed, all { $voters }? If not, please type the numbers, for example: 25 agree, 2 against.
reading-vote-over = More votes ({ $agree }) than voters ({ $voters }). Please choose, or type it again, for example: 25/26.
reading-vote-percent = How many votes are { $percent }%? Please choose, or type the numbers, for example: 25 agree, 2 against.
reading-vote-rest = { $against } against, { $other } other; did all the rest agree? If not, please type, for example: 25 agree, 2 against.
reading-vote-missing = { $missing } votes are not told yet. They can be added, for example: 26/27, 1 other.
reading-vote-voters = More voters ({ $voters }) than present ({ $present }). It can stay; if it is wrong, please edit it, for example: 26/26.

reading-person = Please type the full name, for example: Nguyễn Văn An.
reading-person-two = Several people are called { $name }: { $names }. Please choose, or type the full name.
reading-party-group = Please type the number or the name of the party group, for example: group 3.
reading-kinds-apart = These cannot share one session; only the regular and the thematic meeting can. Which one is this?
reading-kinds = Please type the kind of session, for example: regular, thematic, or: regular and thematic.

reading-task-owner = Who does what by when? For example: giao đ/c Bình vận động 12 hộ, xong trước 30/11.
reading-task-what = What is { $name } to do? For example: giao đ/c { $name } thu tiền 40 hộ, xong trước 10/12.
reading-task-no-due = This task has no due day yet. It can be added, for example: by 30/11.
reading-task-several = The message holds several tasks. Please choose one, or type them one by one, for example: giao đ/c Bình thu tiền 40 hộ, xong trước 10/12.
reading-progress = How far has it come? For example: 9/12, 70%, done, late because of rain, dropped.
reading-progress-done = Wholly done, or only part of it? Please choose, or type, for example: 9/12.
reading-progress-total = Of { $typed } was typed, { $known } was the task. It can stay; if it is wrong, please edit it, for example: 9/12.
reading-progress-over = { $done } is more than the task's { $total }. It can stay; if it is wrong, please edit it, for example: 9/12.
reading-points-example = Please type the points and why some are lost, for example: 8 papers sent late.
reading-points-within = This line has 0 to { $most } points. Please type it again, for example: 8 papers sent late.
reading-term = Please type from when until when, for example: from 5/11 to 20/11, or 2 weeks.
reading-term-order = The last day must not be past, nor before the first, and within a year; please type, for example: from 5/11 to 20/11.
reading-growth = Please choose, or type a sentence, for example: kết nạp đ/c Lê Văn Nam ngày 3/11.
