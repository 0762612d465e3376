# Quality scores: the form, its reasons, what is said of a score.
band-good = Good
band-fair = Fair
band-average = Average
band-poor = Poor

form-agree = All right, confirm

score-title = { $unit } · score of month { $month }
score-title-above = { $unit } · opinion on the score of month { $month }
score-named = { $label }: how many points?
    .hint = Send the points; with a reason where points are lost, e.g. 8 papers sent late.
    .help = The proposed points come from the record; what it does not tell is for you to judge. Lost points need a short reason.
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
score-why-book = there are minutes
score-why-no-targets = no earlier task was due
score-why-follow-up = { $targets } earlier tasks, { $share }% done
score-why-passed = a conclusion or resolution
score-why-not-passed = no conclusion or resolution recorded
score-why-tasks = { $count } tasks given
score-why-posted = reported after { $days } days
score-why-unknown = for you to judge: { $parts }

score-no-table = There is no scoring table “{ $code }”. Please tell the committee above.
score-changed = Somebody else has just changed this score. Please look again in /history.
score-confirmed = This score was confirmed and is not scored again. If need be, please tell the upper member.
