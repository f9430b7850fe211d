"""Engines: arrays in, arrays out. They know integer programs, and nothing of schools."""
