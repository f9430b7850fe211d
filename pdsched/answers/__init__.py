"""Answers about a plan."""
