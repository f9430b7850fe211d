"""Decision variables, and the columns and rows that rules and goals share."""
