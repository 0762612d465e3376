# Said everywhere: greetings, help, refusals, what is no answer, faults.
stranger = Good day, comrade. This system serves only those who hold an invitation link from the committee above.
no-units = There is no unit in the system yet. Please import the list with: python -m bot units import FILE
group-only = The system does not work in groups. Please write to it privately.

home-greeting = Good day, comrade { $name }.
home-choose = Please choose, or type the number:
home-nothing = You hold no post in the system at present. When you are given one, you will receive an invitation link.
not-understood = The system did not understand that message.
help =
    Your commands:
    { $commands }

    While recording you may type: Back, Skip, Pause, Cancel. Every choice can be typed by its number.
    For shorter words write: few words.
    Do not enter anything classified, Party card numbers or disciplinary matters.

command-start = First screen
command-trogiup = How to use the system

unknown-command = The system has no such command.
no-right = This is not among your tasks in the system. If you need it, please ask the committee above.
not-found = The system cannot find this.
old-button = This button belongs to an earlier entry and no longer works.

odd-edited = Editing an old message does not change what was recorded. Please send the right words again.
odd-forwarded = Thank you. Forwarded messages are kept only while something is being recorded. To record minutes, please send /hop and forward it again, or write it in your own words.
odd-sticker = The system cannot read stickers. Please write in words.
odd-voice = Thank you. The system cannot listen to voice messages; they are kept only while something is being recorded. To record minutes, please send /hop and send it again, or write in words.
odd-video_note = { odd-voice }
odd-audio = { odd-voice }
odd-video = The system cannot watch videos. Please write in words or send a photo.
odd-animation = { odd-sticker }
odd-document = The system does not read attached files. Please write in words, or send photos of the minutes book.
odd-location = The system does not use locations. Please write the name of the place.
odd-venue = { odd-location }
odd-contact = The system needs no contact card. Please write in words.
odd-photo = Thank you. Photos are kept only while minutes or a report on a task are being recorded. To record minutes, please send /hop and send it again.
odd-evidence-above = Thank you. Photos, voice and forwarded messages are kept only while a cell is recording its minutes. Please write in words.
odd-other = The system cannot read this kind of message. Please write in words.

many-at-once = Very many messages came at once. All of them were handled in order; only the last ones are answered.
again-done = The system was restarted just now. Your last message has been handled; if you have not seen the answer, please ask again.
again-sent = The system was restarted just now. Saved: { $title }.
fault-not-saved = ⚠ That message could not be saved. What was recorded before is still there. Please send it again in a few minutes.
fault-not-kept = ⚠ The system cannot save your message at the moment. It is not lost and will be handled as soon as this is mended; there is no need to send it again.
fault-file = ⚠ The system could not make the file. Please try again in a few minutes.

outage-lost = The system was down from { $down } to { $up }. What you sent from { $down } to { $lost } may not have arrived. If you wrote anything then, please send it again; what was saved before is still there.
outage-above = The system was down from { $down } to { $up }; messages sent before { $lost } may be lost. { $count ->
        [one] One cell was
       *[other] { $count } cells were
    } recording or due to meet meanwhile; those concerned have been told.
