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

onboarding-waiting = Waiting for your word: { $count }
joining-open = Decide: { $account }
joining-who = The Telegram account “{ $account }”, number { $number }, has opened a link to be { $post } and waits.
joining-phone-fits = The telephone number shared is the listed one ({ $listed }).
joining-phone-other = ⚠ The telephone number shared ({ $shared }) is not the listed one ({ $listed }). Please call first.
joining-approve = Approve
joining-refuse = Do not approve
joining-approved = ✅ Approved: { $name } is { $post }.
joining-refused = “{ $account }” is not approved. The link leads nowhere any more; make a new invitation if needed.
joining-settled = This was answered already.
joining-begin = Begin
joining-notice = The Telegram account “{ $account }”, number { $number }, has opened a link to be { $role ->
    [secretary] secretary
    [deputy] deputy secretary
    [committee_member] committee member
    [upper_member] upper member
   *[other] administrator
} of { $unit } and waits for your word. Until then it sees nothing.
joining-phone-same = The account “{ $account }” that waits at { $unit }: the telephone number is the listed one ({ $listed }).
joining-phone-differs = ⚠ The account “{ $account }” that waits at { $unit }: the telephone number { $shared } is not the listed one { $listed }. Please call before you approve.
joining-approved-notice = You have been approved as { $role ->
    [secretary] secretary
    [deputy] deputy secretary
    [committee_member] committee member
    [upper_member] upper member
   *[other] administrator
} of { $unit }. Please begin.
join-waiting = Thank you. The committee above will approve, and you will hear at once. There is nothing more to do.
join-refused = This invitation was not approved. Please ask the committee above.
contact-ask = So that the committee can be sure it is you, please press the button below the chat to share your own telephone number. You can go on without.
contact-share = Share my telephone number
contact-not-own = This is not your own number, so it is not taken. If you like, press the button to share your own.
contact-same = Thank you. The number is the listed one.
contact-differs = Thank you. This number is not the listed one; who invited you is told and will check. You can go on as usual.
contact-differs-notice = ⚠ { $name } at { $unit } has shared the telephone number { $shared }, not the listed one { $listed }. Please call; if it is not the right person, press Take back.
