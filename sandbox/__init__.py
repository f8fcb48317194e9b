"""A Telegram on one machine to try, develop and test against."""
