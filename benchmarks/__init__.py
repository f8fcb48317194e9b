"""What the platform takes in time and memory: measured side by side and printed with the machine's load, never asserted."""
