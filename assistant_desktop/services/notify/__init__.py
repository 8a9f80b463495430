"""Ways to reach the user: desktop, phone."""
