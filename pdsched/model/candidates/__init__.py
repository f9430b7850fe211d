"""What could happen: placements of sessions, and who could attend them."""
