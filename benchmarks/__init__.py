"""Benchmarks: speed and gaps live here, never in tests."""
