"""Placeholder until the service is merged."""
