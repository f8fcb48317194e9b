"""Ways in and out of Telegram."""
