"""What the specialists compute without a model."""
