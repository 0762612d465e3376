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
