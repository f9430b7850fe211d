"""The problem in dates and numbers."""
