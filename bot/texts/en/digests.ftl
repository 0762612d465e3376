# Digests: one message a day to each level above a cell, with the cells that are silent; corrected when one of them tells.
digest-one = By { $today } nothing is known of the meeting of { $unit } in month { $period } (planned { $planned }). Please find out how things stand.
digest-often-alone = The cell was not in time in { $year } months of the year{ $row ->
    [0] .
    [1] .
   *[other] , { $row } running.
}
digest-upper = By { $today } nothing is known of the meetings of { $count } cells that you follow. Please find out how things stand.
digest-committee = By { $today }, { $unit }: nothing is known yet of the meetings of { $count } cells.
digest-next_committee = By { $today }, { $unit }: for long nothing has been known of the meetings of { $count } cells.
digest-line = { $unit }: month { $period }, { $stands }
digest-month-over = Month { $period } is over; { $unit }: { $count } of { $expected } cells have not recorded a meeting.
digest-month-line = { $unit }: { $planned }
digest-planned = planned { $day }
digest-no-day = no day told
digest-postponed = postponed to { $day }
digest-held = met, not recorded
digest-often = { "; " }not in time in { $year } months of the year{ $row ->
    [0] { "" }
    [1] { "" }
   *[other] , { $row } running
}
digest-before = Of the cells named before, { $count } have still not recorded.
digest-foot = Type a number to see a cell, /chuahop to see and remind them all.
digest-foot-one = Type 1 to see the cell.
digest-foot-upper = Type a number to see a cell.
digest-corrected = <b>Correction of the digest of { $days }:</b>
digest-now-met = { $unit }: month { $period } is recorded
digest-now-paper = { $unit }: month { $period } was handed in on paper
digest-now-excused = { $unit }: month { $period } is excused
digest-now-held = { $unit }: month { $period } met, not recorded
digest-now-moved = { $unit }: month { $period } postponed to { $day }
digest-now-day = { $unit }: month { $period } planned { $day }
digest-now-no-day = { $unit }: month { $period } no day told
digest-now-owed-again = { $unit }: month { $period } is not recorded any more
digest-left = Of the cells named, { $count } have not recorded by now:
digest-left-none = By now every cell that was named has recorded.
