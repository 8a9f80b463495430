"""How facts are told in each language: data for `facts`."""
