"""The product itself: blind to Qt and to the services, tied to them in app.py."""
