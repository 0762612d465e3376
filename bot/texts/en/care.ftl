# Cells to be cared for.
care-button = Cells to be cared for
care-head = <b>Cells to be cared for · { $unit }: { $count }</b> ({ $page }/{ $pages })
care-none = No cell needs care at present.
care-line = { $number }. { $unit }: { $signs }. → { $step }
care-card = ⚠ { $signs }. → { $step }
care-late = { $count } months running not in time
care-falling = attendance of the last { $months } months { $now }, before { $before }
care-overdue = { $count ->
    [one] { $count } task overdue
   *[other] { $count } tasks overdue
}
care-step-late = Call the secretary, ask what hinders and agree on a day
care-step-falling = The upper committee's member attends the next meeting and looks for the cause with the cell's committee
care-step-overdue = Ask the cell to go through its tasks at the next meeting: a new day, another assignee, or drop them
