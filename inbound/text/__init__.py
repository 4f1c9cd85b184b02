"""Plain text out of bodies, and what the lines of a text are: quotes, printed headers, wrote-lines, signatures."""
