"""The world's objects as the Bot API's JSON."""
