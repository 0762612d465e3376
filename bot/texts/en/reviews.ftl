# The committee's review of recorded meetings.
review-pass = Passed
review-return = To be completed
review-which-line = <b>{ $unit } · minutes of { $month }</b>
    Which line is to be completed? Type its number.
review-line-gone = a line that is there no more
review-title = { $unit } · { $month } · { $line }
review-comment = What is to be completed?
    .label = comment
    .hint = For example: name what members said.
    .help = The secretary gets this comment with a button that opens that very line.
review-kept = Sent to the cell. You will be told once it has corrected the record.
review-kept-nobody = The comment is kept, but nobody of the cell has joined. Please call them.
review-passed = Noted: the minutes of { $month } of { $unit } are passed.
review-passed-already = The minutes of { $month } were passed already.
review-stands-passed = ✅ Committee: passed ({ $day }).
review-stands-passed-before = ✅ Committee: version { $version } passed ({ $day }); corrected since.
review-stands-open = ⚠ To be completed, { $line }: “{ $comment }”
review-stands-corrected = Corrected as asked, the committee is to look again: “{ $comment }” ({ $line })
review-waits = ⚠ { $month } is to be completed, { $line }: “{ $comment }”
review-go = Complete it now
review-go-month = Complete { $month }
review-look = Look again
review-asked = The committee asks: “{ $comment }”
reviews-button = Minutes to be completed ({ $count })
reviews-head = <b>{ $unit }: { $count } open comments</b>
reviews-none = { $unit }: no minutes are to be completed.
reviews-line = { $number }. { $unit }, { $month }: “{ $comment }” ({ $state })
reviews-state-waits = the cell's turn
reviews-state-corrected = corrected, to be looked at again
standing-returned = The committee asks for it, so it can still be corrected.
review-returned-notice =
    Dear comrade. The minutes of { $period } of { $unit } are to be completed, says the committee above.
    { $line }
    Comment: { $comment }
review-corrected-notice = { $unit } has corrected its minutes of { $period } as you asked ({ $who }).
review-passed-notice = The minutes of { $period } of { $unit } were passed by the committee. Thank you.
