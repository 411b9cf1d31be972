# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes out of docent's loudspeaker, recorded at the other end of the loopback card, and how like it is to what
espeak-ng itself makes of a text. Loudness over time is compared: it does not depend on what was said before, as the
pitch of espeak-ng's voice does.
"""
import array
import math
import re
import subprocess
import tempfile
import time
import wave
from pathlib import Path

RATE_HZ = 22050
FRAME = 441  # of loudness: 20 ms
FRAMES_PER_S = RATE_HZ // FRAME
BUFFER_S = 1  # of the recording: what is in its file may be late by as much, and never by more
RECORD = ["arecord", "-q", "-t", "raw", "-f", "S16_LE", "-r", str(RATE_HZ), "-c", "1",
          f"--buffer-time={BUFFER_S * 1000000}", "-D", "plughw:CARD=Loopback,DEV=1,SUBDEV=1"]
LAG_MAX = 10  # frames
POLL_S = 0.1
LANGUAGE = "en-gb"
EXHIBIT = Path("/usr/share/docent/content/erma/exhibit.md")


def loudness(samples):
    """One figure for each 20 ms. Every third sample is enough, and guests are slow."""
    return [(sum(sample * sample for sample in samples[start:start + FRAME:3]) / (FRAME // 3)) ** 0.5
            for start in range(0, len(samples) - FRAME, FRAME)]


def trimmed(levels, floor=30):
    """Without the silence before and after."""
    loud = [number for number, level in enumerate(levels) if level > floor]
    return levels[loud[0]:loud[-1] + 1] if loud else []


def pronounced(text):
    lines = EXHIBIT.read_text(encoding="utf-8").partition("## Pronunciations")[2].partition("\n## ")[0].splitlines()
    pairs = dict(line[2:].split(": ", 1) for line in lines if line.startswith("- "))
    words = "|".join(re.escape(word) for word in sorted(pairs, key=len, reverse=True))
    return re.sub(rf"(?<![^\W_])({words})(?![^\W_])", lambda found: pairs[found.group()], text)


def reference(text, rate_wpm):
    """Loudness of what espeak-ng makes of a text."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["espeak-ng", "-v", LANGUAGE, "-s", str(rate_wpm), "-w", file.name, pronounced(text)],
                       check=True)
        with wave.open(file.name) as sound:
            assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (RATE_HZ, 1, 2)
            return trimmed(loudness(array.array("h", sound.readframes(sound.getnframes()))))


def likeness(one, other):
    """Correlation, 1 for the same, of two stretches of loudness of the same length."""
    count = min(len(one), len(other))
    if count == 0:
        return 0.0
    one, other = one[:count], other[:count]
    mean_one, mean_other = sum(one) / count, sum(other) / count
    one = [level - mean_one for level in one]
    other = [level - mean_other for level in other]
    power = sum(level * level for level in one) * sum(level * level for level in other)
    return sum(a * b for a, b in zip(one, other)) / power ** 0.5 if power > 0 else 0.0


def likeness_by_pieces(heard, wanted, piece=75, lag_max=LAG_MAX):
    """The mean likeness of `wanted`, piece by piece, to where in `heard` it is found best: up to `lag_max` frames later
    or earlier than the piece before lets expect, as docent's pauses between sentences are not quite espeak-ng's own. A
    piece that may go on after the end of `heard` is left out: a whole answer wants as much silence behind it."""
    found, lag = [], 0
    for start in range(0, len(wanted) - piece + 1, piece):
        if start + lag + lag_max + piece > len(heard):
            break
        tries = [(likeness(heard[start + shift:start + shift + piece], wanted[start:start + piece]), shift)
                 for shift in range(max(lag - lag_max, -start), lag + lag_max + 1)]
        best, lag = max(tries)
        found.append(best)
    return sum(found) / len(found) if found else 0.0


def shown(levels):
    """A line to be read: for each 0.1 s a digit, one more for each 6 dB, and a dot where there is silence."""
    tenths = [max(levels[start:start + FRAMES_PER_S // 10]) for start in range(0, len(levels), FRAMES_PER_S // 10)]
    return "".join("." if level <= 30 else str(min(9, int(math.log2(level / 30)))) for level in tenths)


class Recorder:
    """Records from creation to stop()."""

    def __init__(self):
        self.file = tempfile.NamedTemporaryFile(suffix=".raw")
        self.complaints = tempfile.TemporaryFile("w+")  # of sound that was lost: then the recording is no witness
        self.process = subprocess.Popen([*RECORD, self.file.name], stderr=self.complaints)

    def frames(self):
        """How many frames of 20 ms have been recorded so far, perhaps BUFFER_S less than have been heard."""
        return Path(self.file.name).stat().st_size // (2 * FRAME)

    def stop_after(self, frames):
        """Goes on until the last so many frames of 20 ms are all of later than now, as the card counts them."""
        end = self.frames() + frames + 2 + BUFFER_S * FRAMES_PER_S
        while self.frames() < end:
            time.sleep(POLL_S)
        return self.stop()

    def stop(self):
        """Loudness of what was heard, every 20 ms; `complained` is what arecord had to say."""
        self.process.terminate()
        self.process.wait()
        self.complaints.seek(0)
        self.complained = " ".join(self.complaints.read().split())
        self.complaints.close()
        data = Path(self.file.name).read_bytes()
        self.file.close()
        return loudness(array.array("h", data[:len(data) // 2 * 2]))
