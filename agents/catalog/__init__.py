"""One file per agent; each exports AGENT."""
