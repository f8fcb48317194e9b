"""Posts: rule, filters, outbox, destination."""
