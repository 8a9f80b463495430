"""What dev.py is made of: standard library only, Python 3.8 and later, any operating system."""
