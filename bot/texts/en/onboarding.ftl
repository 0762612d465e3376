# Bringing a district in: who has not joined, the printable sheet.
onboarding-button = Not joined: { $count }
onboarding-head = { $unit }: { $count } posts have not joined
onboarding-none = { $unit }: everybody has joined.
onboarding-line = { $number }. { $line }
onboarding-unit = { $name }: nobody in { $left } of { $cells } cells
onboarding-person = { $role } { $unit }: { $name }{ $phone ->
    [none] { "" }
   *[other] , { $phone }
}
onboarding-vacant = { $role } { $unit }: nobody named
onboarding-sheet = Sheet to print (.docx)
onboarding-nobody = There is nobody left to invite.
onboarding-too-many = { $count } slips; a sheet has { $most } at most. Please make one for each unit below.
onboarding-made = A sheet for { $count } people, a page a commune: print it, cut along the dashes, hand each one over. Each code is for one person, until { $until }. Older links to these posts lead nowhere any more.
sheet-cut = Cut along the dashes; hand each one over.
sheet-how = Open the camera, scan the code, press “Start” in Telegram.
sheet-name = { $name }
sheet-until = For one person, until { $until }
