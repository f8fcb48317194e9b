"""The tables' history: one file a step, applied by `storage.migrations.run`."""
