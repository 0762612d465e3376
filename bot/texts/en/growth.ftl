# Growth: admissions (kết nạp) and recognitions (công nhận chính thức).
growth-known = { $name } is recorded with that day already ({ $day }).
growth-title = { $unit } · growth
growth-kind = An admission, or made official?
    .label = what
    .hint = A whole sentence will do: kết nạp đ/c Lê Văn Nam ngày 3/11.
    .help = Admission: a new, probationary member. Made official: a probationary member becomes official.
growth-who = Who?
    .label = name
    .hint = One at a time, e.g. Lê Văn Nam.
    .help = Please type the full name.
growth-happened_on = On which day?
    .label = day
    .hint = E.g. 3/11, yesterday.
    .help = The day of the admission, or from which the member is official.
growth-review = { "" }
    .help = If all is right, say Confirm. To change a line send its number.
growth-kind-admission = admission
growth-kind-recognition = made official
growth-in-future = { $day } has not come yet. Please record it once it has happened.
growth-line-admission = { $name } admitted, { $day }
growth-line-recognition = { $name } made official, { $day }
growth-receipt = ✅ Recorded: { $what } ({ $unit }).{ $roster ->
    [admission] { " " }The roster has one more probationary member.
    [recognition] { " " }The roster says official now.
   *[no] { "" }
}
growth-head = <b>Admissions, made official · { $unit }</b>
growth-none = { $unit } has recorded no admission yet. You may type: kết nạp đ/c Lê Văn Nam ngày 3/11.
growth-more = and { $count } more
growth-button-new = Record an admission
growth-button-list = List
growth-button-undo = Take back
growth-offer-admission = Record admission: { $name }
growth-offer-recognition = Record as official: { $name }
growth-undo-ask = Take back “{ $what }”? The roster is as before then.
growth-undo-yes = Take back
growth-undo-no = Keep
growth-undone = Taken back: { $what }.
growth-button-list-of = Admissions
growth-button-years = Members by year
growth-years-head = <b>Members by year · { $unit }</b> (in brackets: against the year before)
growth-year = { $year }
growth-year-until = { $year } to { $day }
growth-year-line = { $head }: { $figures }
growth-year-counts = admissions { $admissions }, recognitions { $recognitions }
growth-year-unrecorded = no admission recorded yet
growth-year-members = members { $members }
growth-year-members-known = members { $members } (of { $counted }/{ $cells } cells)
growth-years-partial = Members with a number of cells: of the others nobody told then, so years are not compared.
growth-years-below = { $year }, unit by unit:
growth-years-unit = { $number }. { $unit }: { $figures }
