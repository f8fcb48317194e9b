"""One file per slash command; each exports COMMAND."""
