"""What every room uses and that uses no room: settings, errors, ids, texts, clock, tasks."""
