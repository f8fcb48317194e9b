"""Money: card numbers, loans and fees, computed exactly."""
