# /tapdung: practising on a made-up cell.
command-tapdung = Practise

practice-cell = Practice cell
practice-mark = <b>PRACTICE</b> · counted nowhere
practice-begun =
    This is a practice cell of your own: 12 members ought to attend, it met last month, 2 tasks are open.
    Write as you would for real; mistakes do no harm. Choose:
practice-going-on = You are practising. Choose:
practice-hop = Practise recording a meeting
practice-nghiquyet = Practise a resolution
practice-nhiemvu = Practise reporting on a task
practice-lichsu = See the recorded meetings
practice-anew = Begin afresh
practice-end = Stop practising
practice-ended = Practice has ended. From here on it is your real work.
practice-none = You are not practising. To practise, send /tapdung.
practice-over = This belongs to a practice that has ended. To practise again, send /tapdung.
practice-not-here = You are practising, and this is real work. Send /tapdung, choose “Stop practising”, then do it again.
join-practice = Practise first
