"""Source code read without running it: outline, complexity, diagrams."""
