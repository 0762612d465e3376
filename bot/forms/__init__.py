"""Guided conversations: forms are data, one engine runs them all; it never sends anything and knows no chat."""
