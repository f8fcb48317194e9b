"""The Bot API: the only place that turns aiogram's messages into posts and deliveries into aiogram's methods."""
