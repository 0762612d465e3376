"""The cell secretaries' bot: the map of its parts.

A *chi bộ* (Party cell) holds one regular meeting a month. Its secretary tells the bot about it in a guided
conversation; the bot reminds a cell that misses its meeting, follows up the tasks that resolutions set, and gives
the committee above its summaries.

Who may import whom, downwards only (checked by import-linter in ``make test``)::

    bot.__main__                       command line; makes the clock
    bot.running | inviting | keeping   its commands: join settings, store, application and schedules (also checking, watching)
    handlers | schedules | demo        the edges: Telegram, time, the made-up Telegram; none imports another
    storage                            tables and every read and write, as plain functions of a connection
    bot.forms | bot.reports            guided conversations as data; summaries computed once
    bot.domain | bot.texts             rules as pure functions of values; everything that is said to a person

Every handler and every job is *load → decide → keep → say*. Decisions live in ``bot``, reads in ``storage``.
"""
