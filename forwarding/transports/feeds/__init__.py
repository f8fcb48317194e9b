"""Feeds: RSS and Atom documents read as sources of posts."""
