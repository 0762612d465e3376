"""The rules of the users' world as pure functions of values and ``today``; standard library only."""
