# Model meetings.
model-button = Model meeting
model-title = { $unit } · model meeting of { $month }
model-topic = What can others learn there?
    .label = topic
    .hint = For example: leading the discussion, tasks with a due day.
    .help = The cells that are invited are told this with the time and place.
model-head = <b>{ $unit } · model meeting of { $month }</b>
model-topic-said = Topic: { $topic }
model-counts = { $invited } cells invited, { $coming } will come.
model-guest-come = ✅ { $unit }: will come
model-guest-not = { $unit }: cannot come
model-guest-waits = { $unit }: no answer yet
model-invite = Invite other cells
model-withdraw = No model meeting
model-withdrawn = It is no model meeting any more.
model-choose = <b>{ $count } cells invited</b>
    Press a cell to invite it; press again to take it back before it answers.
model-notice =
    Dear comrade. { $unit } is invited to the model meeting of { $host }: { $when }, at { $place }.
    Topic: { $topic }
model-moved-notice = The model meeting of { $host } to which { $unit } is invited is now on { $when }, at { $place }. Can you attend?
model-off-notice = The meeting of { $host } of { $period } is no model meeting any more. { $unit } need not send anybody.
model-come = Will come
model-not = Cannot come
model-answered-come = Noted: the cell will come to the model meeting. Thank you.
model-answered-not = Noted: the cell cannot come to the model meeting.
