"""One file per filter; each exports FILTER."""
