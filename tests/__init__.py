"""The tests: sentences about people, and the laws of the house."""
