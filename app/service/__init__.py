"""What the product does on a wish, and what it can tell."""
