"""The edge for people in Telegram."""
