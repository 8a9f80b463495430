"""Passive screens: they show what they are given and signal what the user did."""
