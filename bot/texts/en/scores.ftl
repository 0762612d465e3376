# Quality scores: the form, its reasons, what is said of a score.
band-good = Good
band-fair = Fair
band-average = Average
band-poor = Poor

form-agree = All right, confirm

score-title = { $unit } · score of month { $month }
score-title-above = { $unit } · opinion on the score of month { $month }
score-named = { $label }: how many points?
    Made of: { $holds }.
    .hint = Send the points; with a reason where points are lost, e.g. 8 papers sent late.
    .help = The proposed points come from the record; what it does not tell is for you to judge. Lost points need a short reason.
score-named-more = { $label }: why are points lost?
    .hint = E.g. papers sent late.
    .help = Lost points need a short reason, e.g. papers sent late.
score-review = { "" }
    .help = If all is right, say 'all right' or Confirm. To change a line send its number, the points and why, e.g. 3 8 papers sent late. The frame is that of guidance 42-HD/BTCTW.
score-points = { $points }/{ $most }
score-points-why = { $points } – { $why }
score-sum = <b>Sum: { $total }/100 points, { $band ->
    [good] Good
    [fair] Fair
    [average] Average
   *[other] Poor
}.</b> To change a line, e.g.: 3 8 papers sent late

score-why-minutes = { $minutes } minutes, { $wanted } wanted
score-why-attendance = { $present }/{ $base } present
score-why-unexcused = { $present }/{ $base } present, { $unexcused } absent without reason
score-why-running-none = nobody away many times running
score-why-running = excused more than { $times } times running: { $names }
score-why-committee-none = only a secretary, no cell committee
score-why-committee-met = the cell committee's meeting is recorded
score-why-content = content is recorded
score-why-thematic = there was a thematic part
score-why-thematic-given = no thematic this month, counted in full
score-why-thematic-lost = no thematic this month
score-why-thematic-left-out = no thematic this month, left out
score-why-speakers = { $speakers } of { $present } spoke
score-why-praise = praise or reproof is noted
score-why-book = there are minutes
score-why-no-targets = no earlier task was due
score-why-follow-up = { $targets } earlier tasks, { $share }% done
score-why-passed = a conclusion or resolution
score-why-not-passed = no conclusion or resolution recorded
score-why-tasks = { $count } tasks given
score-why-posted = reported after { $days } days

score-no-table = There is no scoring table “{ $code }”. Please tell the committee above.
score-changed = Somebody else has just changed this score. Please look again in /history.
score-confirmed = This score was confirmed and is not scored again. If need be, please tell the upper member.
score-why-rest = { $why }; the rest is for you to judge
score-why-unknown = for you to judge
score-receipt = ✅ Scored: { $sum }. { $waits ->
    [upper] The upper member is told, to confirm it.
    [admin] The committee above is told, to confirm it.
   *[nobody] Thank you.
}
score-short = { $total }/100, { $band }
score-line = Score: { $sum } ({ $stage })
score-line-sum = <b>{ $sum }</b> ({ $stage })
score-stage-proposed = scored by the cell, not confirmed yet
score-stage-alone = scored by the cell
score-stage-confirmed = confirmed
score-stage-differed = scored otherwise from above
score-head = <b>{ $unit } · score of month { $month }</b>
score-remark = Opinion: { $remark }
score-by-table = <i>{ $issuer }</i>
score-difference = { $name } { $points }/{ $most } ({ $why })
score-difference-bare = { $name } { $points }/{ $most }
score-button-new = Score
score-button-look = See the score
score-button-again = Score again
score-button-confirm = Agree
score-button-differ = Score otherwise
score-button-record = Record
score-judged-confirmed = ✅ The score of { $unit } is confirmed: { $sum }. The cell is told.
score-judged-differed = ✅ Your opinion on the score of { $unit } is kept: { $sum }. The cell is told.
score-notice = { $unit } scored its meeting of month { $month }: { $total }/100, { $band ->
    [good] Good
    [fair] Fair
    [average] Average
   *[other] Poor
} ({ $name }). Please look and confirm.
score-confirmed-notice = { $name } has confirmed the score of { $unit } for month { $month }: { $total }/100, { $band ->
    [good] Good
    [fair] Fair
    [average] Average
   *[other] Poor
}.
score-differed-notice = { $name } scores the meeting of { $unit } in month { $month } otherwise: { $total }/100, { $band ->
    [good] Good
    [fair] Fair
    [average] Average
   *[other] Poor
} (the cell said { $before }). { $remark }.
score-not-scored = This kind of meeting is not scored.
