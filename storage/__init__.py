"""Tables and every read and write, each a plain function of a SQLAlchemy Core connection, one file a noun.

``store.write(work, …)`` and ``store.read(work, …)`` are the only doors. A function that reads a unit's data takes the
:class:`~bot.domain.people.Scope` of the person asking as its second argument.
"""
