# Reorganising: merge, split, move, rename, close units on a day; the look before the yes.
reorg-head = From { $day }:
reorg-head-planned = On { $day } this will be done:
reorg-opened = New: { $name } (code { $code }), below { $above }
reorg-opened-root = New: { $name } (code { $code })
reorg-renamed = { $before } is renamed { $after }
reorg-moved = { $name } moves: from { $before } to { $after }; the old place sees it no more
reorg-more = … and { $count } more of the kind
reorg-merge = { $name } merges into { $into }
reorg-split = { $name } is split into { $into }
reorg-close = { $name } is dissolved; { $into } takes its place
reorg-dissolved = { $name } is dissolved
reorg-holder-goes = – { $role } { $name }: becomes { $becomes } of the unit that follows
reorg-holder-ends = – { $role } { $name }: the post ends
reorg-blind = – { $count } of them will see no figures any more
reorg-tasks = – { $count } open tasks: { $heir } takes them over
reorg-tasks-stay = – { $count } open tasks: stay in the old records, reminded of no more
reorg-obligations = – { $count } months not reported: need not be, reminded of no more
reorg-drafts = – { $count } unfinished records: stopped, cannot be signed off any more
reorg-members = – { $count } members on the roster: go to the roster of { $heir }
reorg-members-stay = – { $count } members on the roster: stay on the old one, the unit that follows keeps none
reorg-settings = – { $count } settings of its own: hold no more
reorg-root = { $name }: { $before } cells, { $after } afterwards
reorg-history = Nothing is deleted: records stay with the old units; earlier periods still count for them.
reorg-wrong = Cannot be done yet, { $count } to be mended:
reorg-wrong-row = – Row { $row }: { $why }
reorg-wrong-twice = “{ $code }” stands in another row already.
reorg-wrong-ends-too = “{ $code }” ends and is moved or renamed as well.
reorg-wrong-unknown = There is no open unit with the code “{ $other }”.
reorg-wrong-closed = “{ $code }” has been dissolved.
reorg-wrong-code-taken = The code “{ $code }” is taken.
reorg-wrong-no-name = “{ $code }” has no name or kind.
reorg-wrong-no-parent = “{ $code }” has no parent code.
reorg-wrong-into-open = A new unit (“{ $code }”) goes into nothing.
reorg-wrong-into-move = To move “{ $code }” only the parent code is needed, no code to go into.
reorg-wrong-into-rename = To rename “{ $code }” no code to go into is needed.
reorg-wrong-into-merge = “{ $code }” needs exactly one other code to merge into.
reorg-wrong-into-split = “{ $code }” needs two or more codes to be split into (its own may be one).
reorg-wrong-into-close = At most one unit takes the place of “{ $code }”.
reorg-wrong-other-ends = “{ $other }” ends, too, and takes in nothing.
reorg-wrong-other-kind = “{ $code }” and “{ $other }” are of different kinds.
reorg-wrong-left-behind = “{ $code }” ends, but { $name } (code { $other }) below it has nowhere to go.
reorg-wrong-circle = “{ $code }” would lie below itself.
reorg-wrong-below-kind = “{ $code }” cannot lie below “{ $other }”.
reorg-wrong-opened-later = “{ $code }” began only on { $day }.
reorg-wrong-met-since = “{ $code }” has recorded a meeting of { $day }. Please choose a later day.
reorg-settled = This reorganisation was answered or carried out already.
reorg-changed = The units have changed since the look, so nothing was done. Please look again.
reorg-notice-goes = From { $on } on { $unit } is part of { $into }. You are { $role ->
    [secretary] secretary
    [deputy] deputy secretary
    [committee_member] committee member
    [upper_member] upper member
   *[admin] administrator
} there. The old records can still be read.
reorg-notice-into = From { $on } on { $unit } is part of { $into }; your post there has ended. The records stay. Thank you.
reorg-notice-ended = From { $on } on { $unit } is dissolved; your post there has ended. The records stay. Thank you.
reorg-notice-done = The reorganisation planned for { $on } has been carried out.
reorg-notice-failed = The reorganisation planned for { $on } could not be carried out, because the units have changed. Nothing was changed. Please look at it in /donvi.
