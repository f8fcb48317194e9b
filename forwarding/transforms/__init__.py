"""What may be changed in a post on its way; each file exports one TRANSFORM."""
