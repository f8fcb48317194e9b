"""The catalogue of what is measured: each file exports one ROW and says how it is measured."""
