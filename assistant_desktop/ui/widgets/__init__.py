"""Small controls that screens are made of."""
