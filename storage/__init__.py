"""What is recorded: SQL, cache, files."""
