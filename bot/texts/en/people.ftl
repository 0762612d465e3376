# The person himself: posts, language, leaving.
command-toi = About me
command-ngonngu = Choose the language

me-title = { $name }
me-no-post = You hold no post here at present.
me-language = Language: English
me-phone = Phone: { $phone }
me-account = Telegram account: { $number }
me-joined = Joined: { $day }
me-draft = Paused: { $title }
me-button-language = Change the language
me-button-few-words = Few words
me-button-all-words = All words
few-words-kept = From now on in few words, one button a line. For all explanations write: all words.
all-words-kept = From now on with all explanations. For few words write: few words.
me-button-leave = Leave
leave-ask = Leave? Your posts here end today and you will get no more reminders. The records stay with the cell.
leave-yes = Leave
leave-no = Stay
left = { $count } of your posts have ended. Thank you. To come back, please ask the committee above for a link.
stayed = You are still here.
left-notice = { $name } has left and is no longer { $role ->
    [secretary] secretary
    [deputy] deputy secretary
    [committee_member] committee member
    [upper_member] the upper committee's member
   *[other] administrator
} of { $unit }.
language-ask = Chọn ngôn ngữ · Choose the language
language-kept = The bot will speak English with you.
