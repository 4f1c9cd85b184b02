"""Replies and what they wish."""
