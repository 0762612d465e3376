"""The bot killed again and again under traffic; what is true is what the made-up Telegram has seen (``make chaos``)."""
