"""The edge for programs over HTTP."""
