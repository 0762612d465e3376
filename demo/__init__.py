"""A made-up Telegram on this machine, its phones page, and a made-up district to fill it."""
