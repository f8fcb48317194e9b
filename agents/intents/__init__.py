"""One file per intent; each exports INTENT."""
