# Correcting what was signed off, closed months, and what the committee is asked.
meeting-reason = Why is it corrected?
    .label = reason for correcting
    .hint = For example: the number present was wrong.
    .help = The reason is kept with the old version and the new one.
form-listed = { $label } { $number }, { $part }
form-changed = { $label }: { $before } → { $after }
form-changes = Different from what was confirmed:
form-unchanged = Nothing differs from what was confirmed.
correction-asks = The time for correcting it yourself is over: once confirmed, the correction goes to the committee above for its leave.
correction-nothing = Nothing differs from what was confirmed. Please correct something, or type Cancel.
correction-adds = Added by { $name }
correction-more = … and { $count } more
meeting-met-another = Month { $month } has its minutes, confirmed by { $name } at { $clock }. What you recorded is kept, beside those. Confirm to add it as a new version, Cancel to leave them as they are.
meeting-taken-already = Month { $month } has its regular minutes; when you confirm, this is put beside them.

month-closed = Month { $month } was closed at the end of { $day } and can no longer be recorded or corrected.
    The committee above can unlock it for a day.
month-closed-now = Month { $month } is closed. What you recorded is kept. Open /history to ask the committee to unlock it.
meeting-month-closed = Month { $month } was closed at the end of { $day }. If it must be recorded, send /meeting and that month to ask the committee to unlock it.
unlocking-ask = Ask the committee to unlock it
unlocking-waits = You have asked for it; the committee has not answered yet.
plea-title = { $unit } · asking to unlock month { $month }
plea-reason = Why should month { $month } be unlocked?
    .label = reason
    .hint = For example: the minutes were forgotten in the storm.
    .help = The reason is sent to the committee above and kept in the log.

standing-own = It can be corrected until the end of { $day }.
standing-asked = The time for correcting it yourself is over. Until the end of { $day } it can be corrected with the committee's leave.
standing-locked = This month was closed at the end of { $day }.

correction-record = { $session ->
    [thematic] the minutes of the { meeting-session } of month
    [extraordinary] the minutes of the { meeting-session } of month
    [committee_meeting] the minutes of the { meeting-session } of month
    [group_meeting] the minutes of the { meeting-session } of month
   *[regular] the minutes of month
}
requests-button = Requests of cells ({ $count })
requests-head = <b>{ $unit }: { $count } requests wait for an answer</b>
requests-none = { $unit }: no request waits for an answer.
requests-line = { $number }. { $unit }: correct { correction-record } { $month } (sent { $day })
requests-line-unlock = { $number }. { $unit }: unlock { $month } (sent { $day })
request-head = <b>{ $unit } asks to correct { correction-record } { $month }</b>
request-head-unlock = <b>{ $unit } asks to unlock { $month }</b>
request-asked = Comrade { $who }, sent on { $day }. Reason: { $reason }
request-choices = { $allow }   { $refuse }

request-kept = Your request was sent to the committee above. You will be told its answer.
request-kept-nobody = Your request is kept, but nobody of the committee above has joined. Please telephone.
request-allow = Allow the correction
request-refuse = Refuse
unlock-allow = Unlock for a day
request-settled = This request was answered already.
request-overtaken = The minutes were corrected after this request was sent. The cell should look at them and ask again.
request-waits = Waiting for an answer, reason: { $reason }
request-refused = Refused. The cell is told.
correction-allowed = Allowed, the minutes are version { $version } now. The cell is told.
unlocking-allowed = Unlocked until { $clock }. The cell is told.
unlocked-go = Record now
unlock = Unlock to correct
unlock-why = Unlock for a day: why?
unlock-wrong = Figures were wrong
unlock-more = Something must be added
unlock-asked = The cell asked for it

correction-asked-notice =
    { $unit } asks to correct { correction-record } { $period } ({ $who }).
    Reason: { $reason }
    { $changes }
unlocking-asked-notice =
    { $unit } asks to unlock month { $period } ({ $who }).
    Reason: { $reason }
correction-allowed-notice = The committee above has allowed the correction of { correction-record } { $period } of { $unit }. The new version is kept.
request-refused-notice = The committee above has not agreed to the request about { correction-record } { $period } of { $unit }. The confirmed minutes stay as they are.
unlocking-allowed-notice = The committee above has unlocked month { $period } of { $unit } until { $clock }.

history-head-body = <b>{ $body } · { $unit }</b>
history-group = , { $group }
history-corrected = , corrected after it was confirmed
history-body = { $body } ({ $count })
history-cell = The cell's meetings
history-versions = Versions ({ $count })
versions-head = <b>Versions · { $unit } · month { $month }</b>
versions-line = Version { $version }, { $clock }, { $name }
versions-reason = Reason: { $reason }
month-free = { $month }
month-shut = { $month } (closed)
history-evidence-button = Photos, recordings ({ $count })
history-evidence = { $about }
    Kept: { $kept }. Above are numbers { $first } to { $last } of { $of }.
history-evidence-none = { $about }
    No photos or recordings are kept with it.
history-evidence-meeting = <b>Photos, recordings · { $unit }</b>, meeting of { $day }
history-evidence-task = <b>Photos, recordings</b> of the task: { $what }
history-evidence-piece = { $number }/{ $of } · { $said }
history-evidence-post = { $number }/{ $of } · { $said } · forwarded message:
    { $text }
history-evidence-lost = { $number }/{ $of } · { $said }: Telegram can no longer open this one.
