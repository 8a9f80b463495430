"""What rules build: functions from the values a pattern matched to expressions.

Languages only pair these with patterns. Each answers None when the words make no sense together.
"""
