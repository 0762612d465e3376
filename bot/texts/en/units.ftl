# Units: browsing the tree, a unit's card, the usual meeting day.
command-donvi = Browse the units

post-secretary = Secretary of { $unit }
post-deputy = Deputy secretary of { $unit }
post-committee_member = Committee member of { $unit }
post-upper_member = Upper committee's member following { $unit }
post-admin = Administrator of { $unit }
role-secretary = Secretary
role-deputy = Deputy secretary
role-committee_member = Committee member
role-upper_member = Upper committee's member
role-admin = Administrator

units-none = There is no unit for you to see yet.
units-unknown = No unit is called “{ $words }”. Please send a few letters of its name, for example: /donvi muối
units-found = { $count } units are called “{ $words }”:
units-found-many = Many units are called “{ $words }”; these are the first { $count }. Send more letters to narrow the search.
units-roots = Your units:
units-committee = { $name } · code { $code }
units-cells = { $cells } { $cells ->
    [one] cell
   *[other] cells
}, { $joined } with somebody who has joined
units-no-cells = No cells yet
units-line = { $number }. { $name }
units-line-cells = { $number }. { $name }: { $cells } { $cells ->
    [one] cell
   *[other] cells
}
units-page = Page { $page }/{ $pages }

unit-cell = { $name } · code { $code }
unit-closed = Closed or merged since { $day }
unit-day = Meets: { $day }{ $hour ->
    [none] { "" }
   *[other] , { $hour }
}, about { $minutes } minutes
unit-place = Place: { $place }
unit-members = Members: { $official } official, { $probationary } probationary, { $exempt } exempt; { $base } ought to attend
unit-holder = { $role }: { $name } ({ $state })
unit-nobody = Nobody holds a post yet
unit-joined = joined
unit-not-joined = not joined
unit-blocked = has blocked the bot
unit-more-holders = and { $count } more

unit-button-invite = Invite somebody
unit-button-dismiss = Take back a post
unit-button-day = Change the meeting day
unit-button-card = Last 12 months

day-number = on day { $day }
day-last = on the last day of the month
day-weekday = on the { $week ->
    [1] first
    [2] second
    [3] third
    [4] fourth
   *[other] last
} { $weekday } of the month
day-registered = as registered each month
day-any = on no fixed day

usual-day-ask = On which day of the month does { $unit } usually meet? Tap or send the day's number; 31 is the last day.
usual-day-registered = Registered each month
usual-day-any = No fixed day
usual-hour-ask = { $unit }: { $day }. At what time does it begin?
usual-hour-unknown = No fixed time
usual-day-kept = Noted: { $unit } meets { $day }{ $hour ->
    [none] .
   *[other] , { $hour }.
} Reminders follow this.

unit-change-too-early = There is a later change already, from { $day }. Please choose a day from then on.
unit-move-cycle = A unit cannot be moved into itself or below itself.
unit-has-children = This unit still has units below it and cannot be closed.
rule-unknown = There is no rule called “{ $name }”.
