"""What the program refuses, as exceptions that carry a text key and its values for the person who asked."""


class Refused(Exception):
    """An act that is not carried out; ``key`` names the sentence in ``bot.texts`` that tells the person why.

    The unit of work that raises it is rolled back; only the update itself is marked as handled.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class BadSetting(Exception):
    """A setting, file or port with which the program cannot start; the message is one clear English line (exit 2)."""
