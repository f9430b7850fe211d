"""What happens, in numbers of candidates."""
