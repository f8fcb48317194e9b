"""How replies and keyboards look."""
