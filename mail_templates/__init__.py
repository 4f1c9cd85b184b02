"""The mails' templates, one folder per letter, and the translations of every word people read."""
