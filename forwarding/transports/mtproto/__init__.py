"""MTProto: the account that reads channels where the bot cannot be; the only place that knows Telethon."""
