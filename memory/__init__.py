"""What is remembered: records, vectors, recall."""
