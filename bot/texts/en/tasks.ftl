# Tasks of earlier resolutions: carried into the next meeting, reminded of, updated.
meeting-carried = Tasks from before, { $carried_count ->
    [one] { $carried_count } task
   *[other] { $carried_count } tasks
}
    .label = earlier tasks
    .hint = For example: 1 is at 9/12, 2 done, 3 late because of rain.
    .help = For each task type its number and the result: done; in progress with a number or percent; late because …; dropped because … Type a number alone to report on that task. Press Skip when nothing is known.
carried-what = { $what }
carried-owner = { $name }
carried-group = { $name }
carried-due = due { $day }
carried-no-due = no due date
carried-overdue = overdue
carried-so-far = { $done }/{ $total } so far
carried-so-far-share = { $share } so far
carried-more = … and { $count ->
    [one] { $count } more task
   *[other] { $count } more tasks
}, shown next.
carried-closed = Besides, { $count ->
    [one] { $count } task was
   *[other] { $count } tasks were
} closed since the last meeting.
carried-how = How does this task stand?
    .hint = For example: done; 9/12; 70%; late because of rain.
carried-why = Why?
    .hint = For example: much rain, not all the money is collected.
carried-no-reason = Reason not known
carried-result = { $what }: { $state }
carried-count = { $count } { $state }
carried-untold = { $count ->
    [one] { $count } task without a result
   *[other] { $count } tasks without a result
}
carried-none-told = { $count ->
    [one] { $count } task without a result
   *[other] { $count } tasks without a result
}
carried-unread = That was not understood. Please type the number and the result, for example: 1 is at 9/12, 2 done.
carried-one-unread = Task { $number }: “{ $text }” was not understood.
carried-no-such = There is no task no. { $number }.
carried-left = { $count ->
    [one] { $count } task was
   *[other] { $count } tasks were
} closed meanwhile and left as it is.
task-open-already = This task is open and needs no reopening.
task-reopen-late = This task was closed long ago and cannot be reopened. If needed, please set a new task in a resolution.
task-undo-late = This task has been updated since; that can no longer be undone.

due-title = { $unit } · another due day
due-postponed = { $what }
    Due now: { $due }. Moved to which day, and why?
    .label = new due day
    .hint = For example: 30/12, waiting for money.
    .help = Type the new day and the reason, for example: 30/12 because of rain. The day before is kept.
due-day = Moved to which day?
    .label = day
    .hint = For example: 30/12.
    .help = Please type the new day.
due-reason = Why?
    .label = reason
    .hint = For example: waiting for money.
    .help = Moving a due day needs a reason.
due-in-past = { $day } has passed. Please type a coming day.
due-receipt = ✅ Due day moved: { $what } – { $day }, reason: { $reason }.

task-head = <b>{ $what }</b>
    .hint = Type a number, or the result, for example: 9/12. You may send a photo with it.
task-who = Assignee: { $who }
task-where = place: { $area }
task-until = due: { $due }
task-no-due = no due date
task-set-by = Resolution no. { $number }
task-stands = Now: { $state }
task-update = { $day }, { $who }: { $told }
task-by-meeting = the meeting
task-due-moved = due day moved to { $day }, { $reason }
task-reopened = opened again
task-do-done = Done
task-do-progress = In progress
task-do-late = Late
task-do-drop = Drop it
task-do-due = Move the due day
task-do-reopen = Open again
task-undo = Undo
task-undone = Undone: { $what } – { $state }.
task-reopened-done = ✅ Opened again: { $what }.
task-look = See this task
tasks-closed-all = Closed tasks
tasks-closed-head = <b>Closed tasks · { $unit }</b>. Tap a number to see it or open it again.

task-reminder-one = A task { $when }: { $task }.
task-reminder-many = { $count } tasks to look at:
task-reminder-line = { $task } – { $when }
task-reminder-unit = { $unit }:{ " " }
task-reminder-more = … and { $count ->
    [one] { $count } more task
   *[other] { $count } more tasks
}: /nhiemvu
task-reminder-foot = Type, for example: 1 done, 2 is at 9/12; or a number to see that task.
task-reminder-today = is due today
task-reminder-ahead = is due in { $days ->
    [one] { $days } day
   *[other] { $days } days
}
task-reminder-over = is { $days ->
    [one] { $days } day
   *[other] { $days } days
} overdue
