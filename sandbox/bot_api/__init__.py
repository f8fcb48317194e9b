"""The Bot API face over HTTP."""
