"""Identifiers: time-ordered UUIDs as text, one NewType per kind of thing."""

from typing import NewType

UserId = NewType("UserId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
MemoryId = NewType("MemoryId", str)
ReminderId = NewType("ReminderId", str)
OccurrenceId = NewType("OccurrenceId", str)
CallId = NewType("CallId", str)
RecordId = NewType("RecordId", str)
CalendarId = NewType("CalendarId", str)
EventId = NewType("EventId", str)
FeedId = NewType("FeedId", str)
NewsItemId = NewType("NewsItemId", str)

DEFAULT_USER = UserId("me")
"""The profile that is used when none is named. A profile's id is its name."""


def uuid7(unix_ms: int, random_bits: int) -> str:
    """Build a version 7 UUID: 48 bits of Unix milliseconds, then 74 random bits.

    Args:
        unix_ms: milliseconds since 1970, 0 <= unix_ms < 2**48.
        random_bits: at least 74 random bits; higher bits are ignored.

    Source: RFC 9562, section 5.7.
    """
    rand_a = (random_bits >> 62) & 0xFFF
    rand_b = random_bits & ((1 << 62) - 1)
    value = (unix_ms & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
