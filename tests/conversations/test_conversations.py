"""Every conversation file is played against the bot's handlers on a small made-up commune."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.talk import Talk, play

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_the_talk_goes_as_written(path: Path, talk: Talk) -> None:
    play(path, talk)
