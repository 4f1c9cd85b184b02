"""How a letter becomes a mail: words, templates, MIME, signature and delivery."""
