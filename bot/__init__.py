"""The process: build everything, start, stop; middlewares; the command line."""
