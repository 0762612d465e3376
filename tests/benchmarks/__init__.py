"""``make bench``: what the bot costs, beside bare bots of the same library, on this machine and in one run."""
