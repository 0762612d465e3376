# The frame of every guided conversation.
form-step = Step { $number }/{ $of }
form-echo = Recorded: { $values }.
form-echo-lines = Recorded:
form-no-last = There is nothing of last month to copy. Please type it.
form-none = –
form-line = { $label }: { $value }
form-now = Now: { $value }
form-all-right = All correct
form-edit = Edit { $label }
form-pick = Which part should be edited?
form-review = Review
    .hint = Type a line's number to edit it, type Confirm to send.
form-warning = ⚠ { $text }
form-warning-rides = ⚠ { $text } It is recorded all the same.
form-needed = This is needed and cannot be skipped.
form-first-step = This is the first step.
form-not-yet = Something is still missing, please go on:
form-name-line = Please type the number of the line to edit, or type the correction itself.
form-so-far = Recorded so far:
form-choose-number = Please type a line's number to edit it, or type Confirm to send.
form-card-unread = The system did not understand. Type 1 if all is correct; or type a line's number, or the correction, for example: until 21:15.
form-unread = Not understood: “{ $text }”. If it matters, please type this part again.
form-photo-kept = Thank you. The photo is kept with what is being recorded ({ $count ->
    [one] { $count } photo
   *[other] { $count } photos
}). If it was sent by mistake, type: remove photo.
    .brief = Photos kept: { $count }. By mistake? Type: remove photo.
form-voice-kept = Thank you. The voice message is kept with what is being recorded ({ $count ->
    [one] { $count } recording
   *[other] { $count } recordings
}), but the system cannot listen to it. If it was sent by mistake, type: remove recording.
    .brief = Recordings kept: { $count }; not listened to. By mistake? Type: remove recording.
form-post-kept = Thank you. The forwarded message is kept with what is being recorded ({ $count ->
    [one] { $count } message
   *[other] { $count } messages
}); it does not stand for your answer. If it was sent by mistake, type: remove forwarded message.
    .brief = Forwarded messages kept: { $count }. By mistake? Type: remove forwarded message.
form-document-kept = The file goes with it ({ $count ->
    [one] { $count } file
   *[other] { $count } files
}). If it was sent by mistake, type: remove file.
form-evidence-out = Taken out; it is no longer kept.
form-kept-words = Please answer in words:
form-no-photo = Thank you. Photos, voice and forwarded messages cannot be kept here yet. Please write in words.
form-greeting = Good day, comrade. Please write what is to be recorded; a few sentences will do.
form-say-words = Please write in words.
form-count-too-many = More speakers ({ $count }) than were present ({ $most }). Please type it again.
form-too-long = This is { $length } characters long, the most is { $most }. Please make it shorter.
form-number-example = Please type the resolution's number, for example: 05-NQ/CB.
form-removed = This entry is removed.
form-cancel = Cancel what is being recorded? It will not be sent.
    .brief = Cancel what is being recorded?
form-cancel-yes = Cancel it
form-cancel-no = Go on recording
form-cancelled = Cancelled: { $title }. Nothing was sent.
form-paused = Paused: { $title }. What was recorded is kept; you can go on at any time.
    .brief = Paused. What was recorded is kept.
form-resume = Go on
form-resumed = You are in the middle of: { $title }, step { $number }/{ $of }.
    .brief = Not finished, step { $number }/{ $of }.
form-old-button = This button belongs to an earlier entry and changes nothing. You are at step { $number }/{ $of }:
    .brief = An old button, nothing changed. Step { $number }/{ $of }:
form-put-aside = Put aside: { $title }. What was recorded is kept.
draft-left = You have not finished: { $title }, step { $number }/{ $of } (last written on { $day }). What you wrote is kept.
form-drop = Drop it
form-still-open = You are in the middle of: { $title }, step { $number }/{ $of }.
form-was-submitted = { $title }: this is sent already. The button no longer works.
form-was-paused = { $title }: this is paused.
form-was-cancelled = { $title }: this was cancelled. The button no longer works.
no-draft = Nothing is being recorded now. Type /hop to record a meeting of the cell.
no-longer-yours = You no longer hold a post in this cell. What was being recorded is kept for the cell.
nothing-open = Nothing is being recorded now.

control-back = Back
control-skip = Skip
control-pause = Pause
control-cancel = Cancel
control-edit = Edit
control-confirm = Confirm

# Answers as they are shown.
answer-text = { $text }
answer-name = { $name }
answer-person = { $name }
answer-nobody = nobody
answer-yes = yes
answer-no = no
answer-minutes = { $minutes } minutes
answer-about-minutes = about { $minutes } minutes
answer-kinds = { $kinds }
answer-present = present { $present }/{ $base } ({ $share })
answer-excused = absent, excused { $count }
answer-unexcused = absent, unexcused { $count }
answer-excused-named = absent, excused: { $people }{ $more ->
    [0] { "" }
    [one] { " " }and { $more } other
   *[other] { " " }and { $more } others
}
answer-unexcused-named = absent, unexcused: { $people }{ $more ->
    [0] { "" }
    [one] { " " }and { $more } other
   *[other] { " " }and { $more } others
}
answer-absent-named = absent: { $people }
answer-absence = { $name } ({ $reason })
answer-late = late: { $people }
answer-left-early = left early: { $people }
answer-exempt = exempt, not counted: { $people }
answer-temporary-in = temporary members { $count }
answer-heading = { $heading }: { $text }
answer-conclusion = conclusion: { $text }
answer-photos = { $count ->
    [one] { $count } photo
   *[other] { $count } photos
}
answer-voices = { $count ->
    [one] { $count } recording
   *[other] { $count } recordings
}
answer-documents = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
answer-posts = { $count ->
    [one] { $count } forwarded message
   *[other] { $count } forwarded messages
}
answer-agree = agree { $agree }/{ $asked } ({ $share })
answer-against = , against { $against }, other opinions { $other }
answer-no-tasks = no tasks
answer-task = assigned to { $assignee }: { $what }
answer-due = , due { $day }
answer-no-due = , no due date yet
answer-no-day = day not clear
answer-reason = , reason: { $reason }
progress-done = done
progress-in_progress = in progress
progress-late = late
progress-dropped = dropped
progress-of = { " " }{ $done }/{ $total } { $unit } ({ $share })
progress-amount = { " " }{ $done } { $unit }
progress-percent = { " " }{ $share }
progress-note = , { $note }

kind-regular = regular
kind-thematic = thematic
kind-extraordinary = extraordinary
kind-committee_meeting = meeting of the cell committee
kind-group_meeting = meeting of a Party group
heading-advocacy = Information and advocacy
heading-economy = Economy, society, security
heading-democracy = Democracy, environment, culture
heading-other = Other matters

warn-short = It lasted { $minutes } minutes, less than { $wanted } minutes.
warn-attendance = Present { $present }/{ $base }, below { $wanted }%.
warn-under-two-thirds = Present { $present }/{ $base }, below two thirds.
warn-under-half = Present { $present }/{ $base }, below half of those who should attend.
warn-unexcused = { $count ->
    [one] { $count } member was
   *[other] { $count } members were
} absent without excuse.
warn-unexplained = { $count ->
    [one] { $count } member was
   *[other] { $count } members were
} absent, the reason is not known.
warn-late-entry = Recorded { $days ->
    [one] { $days } day
   *[other] { $days } days
} after the meeting, later than the { $allowed } allowed.
warn-no-majority = { $agree } of { $official } official members agree, not more than half.
warn-votes-over-present = { $votes } votes, more than the { $present } present.
warn-votes-missing = { $votes } votes were counted of { $voters } voters.
warn-no-due = The task “{ $what }” has no due date yet.

form-page-before = ◀ Page before
form-page-after = Next page ▶
