"""Requirements: what makes a sentence hard to build or to test."""
