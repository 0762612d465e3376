"""Reading what people type: spelling, days, hours, numbers, attendance, votes, tasks (domain.md section 7).

Every reader is a pure function of the text and of what is known (:class:`Given`) and returns a :class:`Reading`.
Nothing is guessed silently: what has two meanings is an :class:`Ask` with two or three choices.
"""
