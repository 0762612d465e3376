# /tim: searching, and what cells share.
command-tim = Search resolutions, tasks, topics

search-how =
    Send /tim and the words to look for, with or without diacritics.
    For example: /tim hiến đất · /tim nong thon moi 2026
search-head = <b>Search “{ $words }”</b>, newest first:
search-nothing = Nothing found for “{ $words }” within what you may see. Try other words, or fewer.
search-more = There is more. Add a word to narrow it down.
search-line-meeting = { $number }. { $day } · { $unit } · meeting: { $title }
search-line-resolution = { $number }. { $day } · { $unit } · resolution { $title }
search-line-task = { $number }. { $day } · { $unit } · task { $title }
search-line-shared = { $number }. { $day } · { $unit } · shared: { $title }
search-resolution =
    <b>{ $unit }</b> · Resolution { $number }, { $day }
    { $subject }
search-resolution-text = { $text }
search-resolution-shared = The cell shares this resolution as a good example.
search-task = <b>{ $unit }</b> · resolution { $resolution }
    { $task }
search-task-report = Report on it

shared-button = Good examples
shared-head = <b>Good examples</b>: resolutions that cells share
shared-nothing = No resolution is shared yet. If your cell has done something well, find its resolution with /tim and choose Share.
share-begin = Share as a good example
share-end = Stop sharing
share-ask = Share { $title }? Other cells can read the resolution's number, day, subject, text and your cell's name; not minutes, attendance or tasks.
share-yes = Share
share-not = No
share-copy = Copy as a draft
share-copy-for = Copy for { $unit }
share-copied = Copied into a draft resolution of { $unit }: { $subject }
