"""Parts of the composition root that have grown: each ties core to services, as app.py does."""
