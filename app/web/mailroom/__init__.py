"""The built-in mailroom: every person's mailbox on one page, where a newcomer plays all parts."""
