"""Pickpost: partner leads, worked entirely by e-mail."""
