"""What the platform takes in time and memory: printed with the load of the machine, never asserted."""
