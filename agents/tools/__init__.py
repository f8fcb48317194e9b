"""One file per tool; each exports TOOL."""
