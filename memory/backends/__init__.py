"""One file per vector index; each exports BACKEND."""
