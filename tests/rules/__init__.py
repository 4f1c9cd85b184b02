"""The rulebook as sentences about people."""
