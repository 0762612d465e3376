# /thongbao: a committee writes to a part of its subtree at once.
command-thongbao = Send an announcement to those below

broadcast-title = Announcement · { $unit }
broadcast-part = To which part?
    .label = sent to
    .hint = Tap a line or type its number; several units: 2, 4, 7.
    .help = Choose all, or tap units one by one and then Done. Names can be typed: Muối, An Phú.
broadcast-part-list = Tap to choose or to leave out, then Done.
broadcast-part-all = All below
broadcast-part-cells = Cells only
broadcast-part-committees = Committees below only
broadcast-part-units = { $count ->
    [one] { $count } unit chosen
   *[other] { $count } units chosen
}
broadcast-part-done = Done: { $count ->
    [one] { $count } unit
   *[other] { $count } units
}
broadcast-part-chosen = ✅ { $name }
broadcast-part-unread = It is not clear which units. Please choose a number or type names, for example: Muối, An Phú.
broadcast-roles = To whom?
    .label = readers
    .hint = Or type, for example: deputies, upper members.
    .help = Everybody gets it once, whatever posts he holds.
broadcast-roles-secretaries = Secretaries
broadcast-roles-heads = Secretaries, deputies
broadcast-roles-cell_committee = The whole cell committee
broadcast-roles-upper_members = Upper committee's members
broadcast-roles-everybody = Everybody, administrators below too
broadcast-roles-unread = It is not clear to whom. Please choose a number or type, for example: secretaries, deputies.
broadcast-words = What is to be said?
    .label = words
    .hint = At most 3000 characters. With one photo or file (sent with a caption): 750.
    .help = Write one message. One photo or file can go with it; another takes its place. Nothing is sent yet, you see it first.
broadcast-no-such-file = Only one photo or one file can go with it. Please type the words.
broadcast-too-long-with-file = With a photo or file the words may have { $most } characters; they have { $length }. Please shorten them, or type: remove photo, remove file.

broadcast-head = 📣 <b>Announcement of { $unit }</b>
broadcast-head-again = 📣 <b>Please read the announcement of { $unit }</b> (sent { $day })
broadcast-foot = When you have read it, please press Seen, or type 1.
broadcast-seen = Seen
broadcast-seen-noted = Noted that you have seen it. Thank you.

broadcast-preview-head = <i>The readers will see:</i>
broadcast-preview = <b>{ $count ->
    [one] { $count } reader
   *[other] { $count } readers
}</b> ({ $part }; { $roles })
broadcast-preview-not_joined = { $count } have not joined; it does not reach them.
broadcast-preview-blocked = { $count } have blocked the bot; it does not reach them.
broadcast-nobody = It would reach nobody. Please change the part or the readers.
broadcast-send = Send to { $count ->
    [one] { $count } person
   *[other] { $count } people
}
broadcast-edit = Change
broadcast-drop = Drop it, send nothing
broadcast-dropped = Dropped. Nothing was sent.
broadcast-was-dropped = This announcement was dropped or opened for changes. Nothing was sent from here.
broadcast-queued = Being sent to { $count ->
    [one] { $count } person
   *[other] { $count } people
}.
broadcast-queued-later = It is outside the hours for messages. It goes to { $count ->
    [one] { $count } person
   *[other] { $count } people
} at { $clock } { $day }.

broadcast-home = Announcements to those below:
broadcast-new = Write a new one · { $unit }
broadcast-line = { $day }: { $text }
broadcast-refresh = Newest result
broadcast-outcome = <b>Announcement sent { $clock } { $day }, { $count ->
    [one] { $count } reader
   *[other] { $count } readers
}</b>
broadcast-quoted = “{ $text }”
broadcast-state-sent = • arrived: { $count }
broadcast-state-waiting = • on the way: { $count }
broadcast-state-unconfirmed = • not known whether it arrived: { $count }
broadcast-state-held = • held, not known whether it arrived: { $count }
broadcast-state-blocked = • have blocked the bot: { $count }
broadcast-state-not_joined = • have not joined: { $count }
broadcast-state-fallen = • not sent any more (post ended, too late): { $count }
broadcast-seen-count = Seen { $seen }, not yet { $unseen }.
broadcast-as-of = <i>As of { $clock }.</i>
broadcast-who-yes = Who has seen it ({ $count })
broadcast-who-not = Who has not ({ $count })
broadcast-who-held = Held ({ $count })
broadcast-remind = Remind { $count } who have not
broadcast-reminding = Reminding { $count ->
    [one] { $count } person
   *[other] { $count } people
}.
broadcast-reminding-later = { $count ->
    [one] { $count } person is
   *[other] { $count } people are
} reminded at { $clock } { $day }.
broadcast-list-yes = <b>Seen: { $count }</b> ({ $page }/{ $pages })
broadcast-list-not = <b>Not yet seen: { $count }</b> ({ $page }/{ $pages })
broadcast-list-held = <b>Held: { $count }</b> ({ $page }/{ $pages })
broadcast-reader = { $number }. { $unit }: { $role }, { $name }
broadcast-held-why = The connection broke while it was sent, so nobody knows whether it arrived. It is not sent again by itself. Send it again one by one if needed; it then says so.
broadcast-release = Send again { $number }. { $name }
broadcast-released = It is sent again.
broadcast-not-held = It is held no longer, or nothing is being sent just now.
