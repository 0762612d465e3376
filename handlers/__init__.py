"""The edge to Telegram: what comes in becomes a Context, what goes out is Screens; one file a noun."""
