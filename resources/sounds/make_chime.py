"""Computes chime.wav: two soft tones, the second a fifth above the first. Standard library only."""

import math
import struct
import wave
from pathlib import Path

RATE_HZ = 22050
LENGTH_S = 1.1
TONES = ((0.0, 587.33), (0.22, 880.0))  # (starts at, frequency): D5, then A5
OVERTONES = ((1, 1.0), (2, 0.28), (3, 0.10))


def sample(at_s: float) -> float:
    """The sound at a moment, -1 to 1."""
    value = 0.0
    for starts_s, pitch_hz in TONES:
        age_s = at_s - starts_s
        if age_s < 0:
            continue
        loudness = min(age_s / 0.008, 1.0) * math.exp(-4.5 * age_s)
        value += loudness * sum(
            part * math.sin(2 * math.pi * pitch_hz * number * age_s) for number, part in OVERTONES
        )
    return 0.42 * value


def main() -> None:
    """Write chime.wav beside this file."""
    frames = b"".join(
        struct.pack("<h", round(32767 * max(-1.0, min(1.0, sample(index / RATE_HZ)))))
        for index in range(int(RATE_HZ * LENGTH_S))
    )
    with wave.open(str(Path(__file__).with_name("chime.wav")), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(frames)


if __name__ == "__main__":
    main()
