# /nhac: reminding all cells of a list at once.
command-nhac = Remind cells that have not met or reported

nudge-these = { $count ->
    [one] Remind this cell
   *[other] Remind these { $count } cells
}
nudge-head = <b>Remind: { $list }, { $span }</b> ({ $count ->
    [one] { $count } cell
   *[other] { $count } cells
})
nudge-nobody = There is no cell to remind.
nudge-waiting = { $count ->
    [one] { $count } cell
   *[other] { $count } cells
} will be reminded.
nudge-today = { $count ->
    [one] { $count } cell was
   *[other] { $count } cells were
} reminded today already and will not be again.
nudge-none-left = No cell is left to be reminded today.
nudge-call = { $count ->
    [one] { $count } cell cannot
   *[other] { $count } cells cannot
} be reached by message; please call:
nudge-call-stranger = • { $unit }: has not joined; { $who }, { $phone }
nudge-call-blocked = • { $unit }: has blocked the bot; { $who }, { $phone }
nudge-call-who = { $name }
nudge-no-secretary = no secretary on the list
nudge-call-more = and { $count } more
nudge-text = The message: “Dear secretary of { $unit }, please tell how the meeting of month { $period } stands.” With the buttons: Record now, Met, record later, Postpone, On paper.
nudge-send = Send to { $count } cells
nudge-queued = Being sent to { $count ->
    [one] { $count } cell
   *[other] { $count } cells
}.
nudge-queued-later = These are quiet hours. { $count ->
    [one] { $count } cell
   *[other] { $count } cells
} will be written to at { $clock }, { $day }.
nudge-outcome = Today: sent { $sent }, waiting { $waiting }, failed { $failed }.
nudge-see = See the outcome
