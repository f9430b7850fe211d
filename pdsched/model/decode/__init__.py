"""Between plans and solutions."""
