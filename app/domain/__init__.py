"""Entities and rules: pure, and imported by everything above."""
