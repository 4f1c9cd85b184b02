"""Trusted mail -> commands."""
