"""Lead texts and their fields."""
