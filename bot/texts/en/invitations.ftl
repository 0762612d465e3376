# Invitations: choosing whom, the link, and the first minute of somebody new.
command-moi = Invite somebody

invite-choose = Invite to { $unit }. Choose a post or a unit below:
invite-choose-root = Invite to which unit?
invite-hint = You may search by name, for example: /moi muối
invite-nothing = There is nobody you may invite to { $unit }.
invite-post = { $role }: { $names }
invite-post-vacant = { $role }: nobody yet
invite-holder = { $name } ({ $state })
invite-unit = { $name }
invite-who = Whom do you invite as { $post }?
invite-somebody-else = Somebody else
invite-confirm = Make a link that invites to be { $post }? It works once and for { $hours } hours.
invite-confirm-named = Make a link that invites { $name } to be { $post }? It works once and for { $hours } hours.
invite-replaces = ⚠ Once the invited person has joined, { $name } no longer holds this post here.
invite-make = Make the link
invite-not = Leave it
invite-not-made = No link was made.
invite-link =
    Link that invites to be { $post }:
    { $link }
    It works once, until { $until }. Send it to the invited person alone, or let the code in the picture be scanned.
invite-link-named =
    Link that invites { $name } to be { $post }:
    { $link }
    It works once, until { $until }. Send it to that person alone, or let the code in the picture be scanned.
invite-revoke = Revoke the link
invite-revoked = Revoked. The link leads nowhere any more.
invite-revoked-before = This link was used or revoked before.

invitation-no-right = You may not invite to this post. Please turn to the committee above.
invitation-no-such-post = This unit has no such post here.
invitation-unknown = This invitation link is not right. Please open the very link that you were sent.
invitation-expired = This invitation has expired. Please ask the committee above for a new link.
invitation-used = This invitation has been used. If not by you, please tell the committee above at once.
invitation-revoked = This invitation was revoked. Please ask the committee above for a new link.
invitation-closed = The unit of this invitation exists no more. Please turn to the committee above.
invitation-locked = Too many wrong links. Please wait an hour and open the link that you were sent again.

join-greeting =
    Welcome. This is where { $committee } keeps the records of its cells' meetings.
    You are invited to be { $post }. Enter nothing classified, no member card numbers, no disciplinary matters.
join-yes = Yes, I am { $post }
join-no = That is not me
join-declined = Thank you. Nothing was noted. Please delete the message with the link and tell its sender.
join-done-cell = Done. Each month you need only answer the reminder.
join-done-upper_member = Done. You will be told when a cell that you follow has not reported its meeting.
join-done-admin = Done. /tonghop shows how things stand, /moi invites people.
join-usual-day = The cell meets { $day }{ $hour ->
    [none] { "" }
   *[other] , { $hour }
}, is that right?
join-no-day = The cell's regular meeting day is not known yet.
join-day-right = Right
join-day-change = Change it
join-day-later = Later
join-ready = Thank you. You will be reminded in time.

joined-notice = { $name } has joined as { $role ->
    [secretary] secretary
    [deputy] deputy secretary
    [committee_member] committee member
    [upper_member] the upper committee's member
    [stand_in] stand-in for the secretary
   *[other] administrator
} of { $unit }. Telegram account: “{ $account }”, number { $number }. If that is the wrong person, press Take back: the post ends at once.
replaced-notice = { $name } has taken over as secretary of { $unit } in this system (Telegram account “{ $account }”, number { $number }). { $drafts ->
    [0] The records of the cell stay as they are.
   *[other] What was being recorded and the records of the cell are passed on.
} Thank you. If this is a mistake, please tell the committee above.
declined-notice = Whoever opened the invitation to { $unit } answered “That is not me”. Please check; if need be, revoke it and invite again.

dismiss-at-once = Take back
dismiss-whose = Whose post in { $unit } do you take back?
dismiss-holder = { $role }: { $name }
dismiss-nobody = There is no post in { $unit } that you may take back.
dismiss-sure = Take back the post { $post } of { $name }{ $account ->
    [none] { "" }
   *[other] { " " }(Telegram { $account })
}? It ends at once and they are told. What they recorded stays.
dismiss-yes = Take back
dismiss-no = Leave it
dismiss-done = The post { $post } of { $name } has been taken back.
dismiss-not-done = No post was taken back.
dismissed-notice = From today you are no longer { $role ->
    [secretary] secretary
    [deputy] deputy secretary
    [committee_member] committee member
    [upper_member] the upper committee's member
   *[other] administrator
} of { $unit } here. If that is a mistake, please turn to the committee above.
