"""The MTProto face over TCP."""
