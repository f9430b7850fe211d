"""Tasks: what a service has done in processes of their own.

Each takes a dictionary, as JSON has it, and gives one. Files come and go by their paths, which the
service thinks up: no name that was uploaded is one.
"""
