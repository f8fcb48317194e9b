"""The control API: people, posts, faults and time, scripted from outside."""
