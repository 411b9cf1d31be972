# SPDX-License-Identifier: GPL-3.0-or-later
"""What the enhancer learns from: speech in rooms and noise, every example drawn anew.

Speech is read from recordings (half a only, see halves) and spoken by flite. All noise and all rooms are computed here;
none of the recorded noises or rooms that docent is measured with is used, so that a figure taken with them says
something about noise and rooms never heard before. numpy only.
"""
import glob
import hashlib
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np

RATE_HZ = 16000
FRAME_MIDDLE, FRAME_SHIFT = 205, 160  # samples, as the front end cuts frames
VOICES = ["slt", "rms", "awb", "kal16"]
KINDS = [0.45, 0.2, 0.35]  # how often speech is a recording, flite's of a sentence, or flite's of what is asked
RECORDED = 0
SHORTEST = 0.35  # of the length of an example, when it is a short one
TRIES = 4  # to find speech that fits into an example
NOISES = 80  # kept to be heard again
UNKNOWN = -1  # what is said in a frame


class Clip:
    """Sound, and for each frame the number of the phone's state that is said in it, where that is known."""

    def __init__(self, sound, states=None):
        self.sound = sound
        self.states = states

    def states_at(self, samples):
        """Of these places in the sound."""
        if self.states is None:
            return np.full(len(samples), UNKNOWN)
        frames = np.round((samples - FRAME_MIDDLE) / FRAME_SHIFT).astype(int)
        return np.where((frames >= 0) & (frames < len(self.states)),
                        self.states[np.clip(frames, 0, len(self.states) - 1)], UNKNOWN)


def half_of(path):
    stem = os.path.splitext(os.path.basename(path))[0]
    return "ab"[hashlib.md5(stem.encode()).digest()[0] % 2]


def sound_read(path):
    raw = subprocess.run(["sox", path, "-r", str(RATE_HZ), "-c", "1", "-b", "16", "-e", "signed", "-t", "raw", "-"],
                         check=True, capture_output=True).stdout
    return np.frombuffer(raw, dtype="<i2").astype(np.float32)


def recordings(corpus, folder):
    """The half of the recordings that may be learnt from: [(path, Clip)]."""
    with open(os.path.join(corpus, folder, "manifest.tsv"), encoding="utf-8") as lines:
        names = [line.split("\t")[0] for line in lines if line.strip()]
    paths = [os.path.join(corpus, folder, name) for name in names if half_of(name) == "a"]
    return [(path, Clip(sound_read(path))) for path in paths]


def sentences(count):
    """From Debian's fortunes, evenly over all of them."""
    found = []
    for path in sorted(glob.glob("/usr/share/games/fortunes/*")):
        if "." in os.path.basename(path):
            continue
        with open(path, encoding="utf-8") as text:
            found += [" ".join(part.split()) for part in text.read().split("\n%\n")]
    found = [sentence for sentence in found if 20 < len(sentence) < 120 and sentence.isascii() and "--" not in sentence]
    return found[::max(1, len(found) // count)][:count]


def letters(text):
    return "".join(letter for letter in text.lower() if letter.isalnum())


def wordings(tree):
    """What the exhibits and the phrasebook are asked, but for what docent is measured with."""
    with open(os.path.join(tree, "tests/bench/erma_unseen.tsv"), encoding="utf-8") as lines:
        measured = {letters(line.split("\t")[-1]) for line in lines}
    found = []
    for path in sorted(glob.glob(os.path.join(tree, "content/**/*.md"), recursive=True)):
        with open(path, encoding="utf-8") as text:
            asked = text.read().partition("\n## Asked as\n")[2].partition("\n## ")[0]
        found += [line[2:] for line in asked.splitlines() if line.startswith("- ") and letters(line) not in measured]
    return [line.replace("NGOs", "N G Os").replace("ERMA", "Erma").replace("EU", "E U") for line in found]


def states_of(segments, phones, frames):
    """Segments as flite tells them (name, end in s) as states of the acoustic model's phones, three to a phone."""
    states, begin = np.full(frames, UNKNOWN), 0.0
    for name, end in segments:
        name = {"pau": "SIL", "ax": "AH"}.get(name, name.upper())
        middles = (np.arange(frames) * FRAME_SHIFT + FRAME_MIDDLE) / RATE_HZ
        inside = (middles >= begin) & (middles < end)
        if name in phones:
            parts = np.minimum(2, (3 * (middles[inside] - begin) / max(1e-6, end - begin)).astype(int))
            states[inside] = 3 * phones.index(name) + parts
        begin = end
    return states


def saying(text, voice, phones):
    """Spoken by flite, which also says when it says which of its phones."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as scratch:
        said = subprocess.run(["flite", "-voice", voice, "-t", text, "-psdur", "-o", scratch.name],
                              check=True, capture_output=True, text=True).stdout.split()
        sound = sound_read(scratch.name)
    segments = [(name, float(end)) for name, end in (word.rsplit(":", 1) for word in said)]
    return Clip(sound, states_of(segments, phones, len(sound) // FRAME_SHIFT))


def sayings(texts, voices, phones):
    """Each text by as many of the voices, which take turns."""
    pairs = [(text, VOICES[(number + more) % len(VOICES)]) for number, text in enumerate(texts)
             for more in range(voices)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda pair: saying(*pair, phones), pairs))


def speed_change(sound, factor):
    """Faster and higher, or slower and lower: another speaker."""
    places = np.arange(0, len(sound) - 1, factor)
    return np.interp(places, np.arange(len(sound)), sound).astype(np.float32)


def spectrum_shape(random, bins, depth_db):
    """A smooth random frequency response."""
    knots = random.normal(0, depth_db, 8)
    knots += random.uniform(-1, 1) * depth_db * np.linspace(-1, 1, 8)
    shape_db = np.interp(np.linspace(0, 1, bins) ** 0.5, np.linspace(0, 1, 8), knots)
    return 10 ** (shape_db / 20)


def coloured(random, length, depth_db=9.0):
    spectrum = np.fft.rfft(random.normal(0, 1, length))
    tilt = random.uniform(0, 1.2)  # white to brown
    pink = (np.arange(len(spectrum)) + length / 400) ** -tilt
    return np.fft.irfft(spectrum * pink * spectrum_shape(random, len(spectrum), depth_db), length)


def steady(random, length):
    return coloured(random, length)


def swelling(random, length):
    """Machines and crowds that come and go."""
    points = max(2, int(length / RATE_HZ * random.uniform(0.5, 6)))
    loudness_db = np.interp(np.linspace(0, points, length), np.arange(points + 1), random.normal(0, 7, points + 1))
    return coloured(random, length) * 10 ** (loudness_db / 20)


def hum(random, length):
    """A motor: harmonics of a slowly moving pitch."""
    pitch_hz = random.uniform(40, 500) * (1 + 0.03 * np.cumsum(random.normal(0, 1, length)) / np.sqrt(length))
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    sound = sum(random.exponential(1 / (k + 1)) * np.sin((k + 1) * phase + random.uniform(0, 6.3))
                for k in range(random.integers(1, 14)))
    return sound + 0.1 * random.random() * coloured(random, length)


def knocks(random, length):
    """Dishes, chairs, doors, steps: struck things that ring and die away."""
    sound = 0.02 * coloured(random, length)
    for _ in range(random.poisson(length / RATE_HZ * random.uniform(1, 8)) + 1):
        start = random.integers(0, length)
        ring = min(length - start, int(RATE_HZ * random.uniform(0.03, 0.5)))
        time = np.arange(ring) / RATE_HZ
        base_hz = 10 ** random.uniform(1.9, 3.7)
        hit = sum(random.normal() * np.exp(-time / random.uniform(0.004, 0.15))
                  * np.sin(2 * np.pi * base_hz * random.uniform(1, 4) * time) for _ in range(random.integers(1, 7)))
        hit += random.normal(0, random.uniform(0, 1.5), ring) * np.exp(-time / random.uniform(0.002, 0.04))
        sound[start:start + ring] += 10 ** (random.normal(0, 6) / 20) * hit
    return sound


def tune(random, length):
    """Something like music: chords of plucked or held notes."""
    sound = np.zeros(length)
    beat = int(RATE_HZ * random.uniform(0.15, 0.6))
    root_hz = random.uniform(80, 300)
    for start in range(0, length, beat):
        time = np.arange(min(length - start, 3 * beat)) / RATE_HZ
        for _ in range(random.integers(1, 4)):
            note_hz = root_hz * 2 ** (random.choice([0, 2, 4, 5, 7, 9, 11, 12, 16, 19]) / 12)
            tone = sum(np.sin(2 * np.pi * note_hz * k * time) / k ** random.uniform(0.7, 2) for k in range(1, 8))
            sound[start:start + len(time)] += tone * np.exp(-time / random.uniform(0.1, 1.5))
    return sound


def room_response(random):
    """Direct sound, a few early reflections, and noise that dies away in the room's reverberation time."""
    reverberation_s = 10 ** random.uniform(np.log10(0.15), np.log10(2.5))
    length = int(RATE_HZ * min(reverberation_s, 1.5))
    time = np.arange(length) / RATE_HZ
    tail = random.normal(0, 1, length) * 10 ** (-3 * time / reverberation_s)
    low = np.fft.rfft(tail)  # air and walls swallow the high
    tail = np.fft.irfft(low * np.linspace(1, random.uniform(0.1, 0.8), len(low)), length)
    tail[:int(RATE_HZ * random.uniform(0.002, 0.02))] = 0
    direct_db = random.uniform(-6, 14)  # direct sound against all the rest
    tail *= 10 ** (-direct_db / 20) / np.sqrt(np.sum(tail ** 2) + 1e-9)
    response = tail
    for _ in range(random.integers(0, 8)):
        response[random.integers(RATE_HZ // 1000, RATE_HZ // 20)] += random.normal(0, 0.2)
    response[0] = 1.0
    return response.astype(np.float32)


def convolve(sound, response):
    size = len(sound) + len(response)
    size = 1 << (size - 1).bit_length()
    return np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)[:len(sound)]


def overdriven(random, sound):
    """Cut off at the limits of a microphone that is up to 32 dB too sensitive."""
    limit = np.max(np.abs(sound)) * 10 ** (-random.uniform(0, 32) / 20) + 1e-9
    return np.clip(sound, -limit, limit)


def loudest(sound, frame=8192):
    """Root mean square of the loudest 0.512 s."""
    ends = np.cumsum(np.concatenate([[0], sound.astype(np.float64) ** 2]))
    frame = min(frame, len(sound))
    return np.sqrt(max(1e-9, np.max(ends[frame:] - ends[:-frame]) / frame))


class Mixer:
    """Endless examples, each of at most `length` samples. `kinds` of clips come up as often as KINDS says."""

    def __init__(self, kinds, length, seed):
        self.kinds = [[clip for clip in clips if len(clip.sound) > RATE_HZ // 2] for clips in kinds]
        self.longest = length
        self.noises = []
        self.random = np.random.default_rng(seed)

    def length_any(self):
        """All, or in three of ten a short one: what is said is often but two words."""
        return self.longest if self.random.random() < 0.7 else int(self.longest * self.random.uniform(SHORTEST, 1))

    def clip_any(self, kind, length):
        """In short examples rather one that fits in."""
        for _ in range(TRIES if length < self.longest else 1):
            clip = self.kinds[kind][self.random.integers(len(self.kinds[kind]))]
            if len(clip.sound) < 0.8 * length:
                break
        return clip

    def voice(self, length):
        """A sound, the clip that it is from and how much faster it is said here."""
        kind = self.random.choice(len(KINDS), p=KINDS)
        clip = self.clip_any(kind, length)
        as_it_is = kind != RECORDED and self.random.random() < 0.4  # flite's voices will be heard again
        factor = 1.0 if as_it_is else self.random.uniform(0.85, 1.2)
        return speed_change(clip.sound, factor), clip, factor

    def spoken(self, length):
        """One or two clips with pauses around, now and then nothing at all; and what state of which phone is where."""
        random = self.random
        track = np.zeros(length, np.float32)
        middles = np.arange(length // FRAME_SHIFT) * FRAME_SHIFT + FRAME_MIDDLE
        states = np.full(len(middles), UNKNOWN)
        place = int(random.uniform(0, 0.3) * length)
        while place < length - RATE_HZ // 2:
            sound, clip, factor = self.voice(length)
            cut = 0
            if len(sound) > length and random.random() < 0.7:
                cut = random.integers(0, len(sound) - length // 2)
            sound = sound[cut:cut + length - place]
            track[place:place + len(sound)] += sound / loudest(sound)
            inside = (middles >= place) & (middles < place + len(sound))
            states[inside] = clip.states_at((middles[inside] - place + cut) * factor)
            place += len(sound) + int(RATE_HZ * random.uniform(0.3, 2.5))
        return track, states

    def crowd(self, length):
        sound = np.zeros(length)
        for _ in range(self.random.integers(2, 15)):
            voice = np.tile(self.voice(length)[0], 1 + length // (RATE_HZ // 2))[:length + RATE_HZ]
            start = self.random.integers(0, RATE_HZ)
            voice = voice[start:start + length]
            sound += voice / loudest(voice) * 10 ** (self.random.normal(0, 4) / 20)
        return convolve(sound, room_response(self.random)) if self.random.random() < 0.6 else sound

    def noise(self):
        """Mostly one that was made before, from another place on: making them takes longer than learning from them."""
        random = self.random
        if len(self.noises) < NOISES or random.random() < 0.3:
            self.noises = self.noises[1 - NOISES:] + [self.noise_new()]
            return self.noises[-1]
        return np.roll(self.noises[random.integers(len(self.noises))], random.integers(self.longest))

    def noise_new(self):
        random = self.random
        makers = [steady, swelling, hum, knocks, knocks, tune, None, None, None]
        sound = np.zeros(self.longest)
        for _ in range(random.integers(1, 4)):
            maker = makers[random.integers(len(makers))]
            part = self.crowd(self.longest) if maker is None else maker(random, self.longest)
            sound += part / loudest(part) * 10 ** (random.normal(0, 5) / 20)
        return sound / loudest(sound)

    def example(self, length):
        """What is heard, what was spoken, and what state of which phone each frame of that is."""
        random = self.random
        spoken, states = self.spoken(length)
        in_room = random.random() < 0.6
        heard = convolve(spoken, room_response(random)) if in_room else spoken.astype(np.float64)
        if random.random() < (0.6 if in_room else 0.2):
            heard = overdriven(random, heard)
        heard = heard / max(1e-3, loudest(heard))
        if random.random() < 0.9:
            heard = heard + self.noise()[:length] * 10 ** (-random.uniform(-4, 28) / 20)
        if random.random() < 0.07:
            heard = overdriven(random, heard)
        if random.random() < 0.5:  # a microphone of its own character
            spectrum = np.fft.rfft(heard)
            heard = np.fft.irfft(spectrum * spectrum_shape(random, len(spectrum), 3), length)
        heard = heard * 10 ** (random.uniform(-24, 0) / 20) * 6000
        heard = heard + random.normal(0, 10 ** random.uniform(-0.5, 1.2), length)
        heard = np.clip(heard, -32768, 32767).astype(np.float32)
        return heard, (spoken * 3000).astype(np.float32), states
