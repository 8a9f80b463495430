"""Memory: what is learned, how it is found again, how it is forgotten."""
