# Handing over a post, and standing in for a while.
handover-button = Hand over the post{ $unit ->
    [none] { "" }
   *[other] : { $unit }
}
handover-ask = Hand over the secretary's post of { $unit } to a successor? { $name } sends the link to the successor; once the successor joins and confirms, your post ends in this system. Until then nothing changes.
handover-take = { $name } takes over as { $post } from { $before }.
    The post of { $before } ends at once. What is being recorded, the tasks and the records of the cell are yours then.
handover-take-yes = Yes, I take over
handover-draft = Not finished: { $title }.
handover-resume = Continue
handover-drop = Drop it
handover-tasks = { $count } open tasks, see /tasks. Past meetings are in /history.
invitation-own = This link is for your successor. You still hold the post; please send the link on.

stand-in-button = Let somebody stand in{ $unit ->
    [none] { "" }
   *[other] : { $unit }
}
unit-button-stand-in = Stand-in
stand-in-whom = { $unit }: who stands in for the secretary for a while? A stand-in gets the reminders and records; it ends by itself.
stand-in-deputies = The deputy { $names } gets reminders and may record anyway.
stand-in-somebody = Somebody else (by a link)
stand-in-end = End it: { $name } (until { $until })
stand-in-end-now = End it now
stand-in-deputy = A secretary or deputy gets reminders and may record anyway.
stand_in-title = { $unit } · stand-in for the secretary
stand_in-term = From when until when does { $who } stand in?
    .label = days
    .hint = E.g. from 5/11 to 20/11; until 20/11; 2 weeks.
    .help = Without a first day it begins today. After the last day it ends by itself.
answer-term = from { $first } to the end of { $last }
stand-in-receipt = ✅ { $name } stands in for the secretary of { $unit } from { $first } to the end of { $last }, and is told.
stand-in-notice = { $by } asks you to stand in for the secretary of { $unit } from { $first } to the end of { $last }: you get the reminders and record with /meeting. It ends by itself.
stand-in-done = Done. You stand in for the secretary to the end of { $last }: you get the reminders and record with /meeting.
post-stand_in = Stand-in for the secretary of { $unit } (from { $first } to the end of { $last })
role-stand_in = Stand-in for the secretary
