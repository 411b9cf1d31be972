# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said when in recordings that nobody has written down: docent itself hears the words in the quiet recording
(tests/bench/bench_heard.c), or where it is not about docent's topics PocketSphinx with Debian's model of English, and
where they are sure of them, Debian's sphinxtrain says which phone each frame belongs to.

sphinxtrain reads the acoustic model in files of its own kinds: they are written from Debian's.
"""
import json
import os
import re
import struct
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np

import acoustic
import sounds

LANGUAGE = "/usr/share/pocketsphinx/model/en-us"
DICTIONARY = LANGUAGE + "/cmudict-en-us.dict"
TRAINER = "/usr/lib/sphinxtrain/bw"
SURE = 0.8  # posterior of a word, or the mean over an order; Debian's model is then right about nearly all words
WORDS_LEAST = 3
FILLERS = "<s> SIL\n</s> SIL\n<sil> SIL\n[NOISE] +NSN+\n[SPEECH] +SPN+\n"


def words_heard(hearing, manifest, content):
    """{path: words} of those recordings whose words are all in the dictionary and, together, heard well."""
    with open(DICTIONARY, encoding="utf-8") as lines:
        known = {line.split()[0] for line in lines if line.strip()}
    printed = subprocess.run([hearing, manifest, "--content", content], check=True, capture_output=True, text=True)
    heard, utterances = {}, {}
    for line in printed.stdout.splitlines():
        kind, *rest = line.split("\t")
        if kind == "recording":
            path = rest[0]
            heard[path], utterances[path] = [], 0
        elif kind == "utterance":
            utterances[path] += 1
        elif kind == "word":
            heard[path].append((rest[0], float(rest[1])))
    return {path: [word for word, _ in words] for path, words in heard.items()
            if utterances[path] == 1 and len(words) >= WORDS_LEAST and all(word in known for word, _ in words)
            and sum(posterior for _, posterior in words) >= SURE * len(words)}


def english_understood(path):
    """[(word, start in s, end in s, posterior)] of whatever is said in a quiet recording."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as sound:
        subprocess.run(["sox", path, "-r", str(sounds.RATE_HZ), "-c", "1", "-b", "16", sound.name], check=True)
        told = subprocess.run(["pocketsphinx_continuous", "-infile", sound.name, "-hmm", acoustic.FOLDER, "-lm",
                               LANGUAGE + "/en-us.lm.bin", "-dict", DICTIONARY, "-time", "yes", "-logfn", "/dev/null",
                               "-vad_postspeech", "100000", "-remove_silence", "no"],
                              check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in told.splitlines()]
    return [(re.sub(r"\(\d+\)$", "", word), float(start), float(end), float(posterior))
            for word, start, end, posterior in (row for row in rows if len(row) == 4 and re.match(r"[\d.]+$", row[3]))
            if word[0] not in "<["]


def english_kept(paths, cache):
    """What english_understood says of each; it takes 0.3 s for a second of sound, so it is kept."""
    kept = {}
    if os.path.exists(cache):
        with open(cache, encoding="utf-8") as text:
            kept = json.load(text)
    missing = {os.path.basename(path): path for path in paths if os.path.basename(path) not in kept}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        kept.update(zip(missing, pool.map(english_understood, missing.values())))
    os.makedirs(os.path.dirname(cache), exist_ok=True)
    with open(cache + ".part", "w", encoding="utf-8") as text:
        json.dump(kept, text)
    os.rename(cache + ".part", cache)
    return [kept[os.path.basename(path)] for path in paths]


def sure_frames(words, frames):
    """Which frames lie in words that were heard for certain."""
    sure = np.zeros(frames, bool)
    middles = (np.arange(frames) * sounds.FRAME_SHIFT + sounds.FRAME_MIDDLE) / sounds.RATE_HZ
    for _, start, end, posterior in words:
        if posterior >= SURE:
            sure |= (middles >= start) & (middles < end)
    return sure


def model_write(folder):
    """The mixture weights and the definition of the phones as sphinxtrain wants them."""
    weights = acoustic.weights_read().exp().permute(2, 0, 1)
    weights = (weights / weights.sum(-1, keepdim=True)).contiguous().numpy().astype("<f4")
    with open(os.path.join(folder, "mixture_weights"), "wb") as out:
        out.write(b"s3\nversion 1.0\nendhdr\n" + struct.pack("<I4i", 0x11223344, *weights.shape, weights.size))
        out.write(weights.tobytes())
    subprocess.run(["pocketsphinx_mdef_convert", "-text", os.path.join(acoustic.FOLDER, "mdef"),
                    os.path.join(folder, "mdef")], check=True, capture_output=True)
    with open(os.path.join(folder, "fillers"), "w", encoding="utf-8") as out:
        out.write(FILLERS)


def phones_align(folder, said):
    """said: [(cepstra, words)] -> for each, [(phone, end in seconds)], empty where they do not fit."""
    model_write(folder)
    with open(os.path.join(folder, "list"), "w", encoding="utf-8") as names, \
            open(os.path.join(folder, "words"), "w", encoding="utf-8") as texts:
        for number, (cepstra, words) in enumerate(said):
            with open(os.path.join(folder, f"{number}.mfc"), "wb") as out:
                out.write(struct.pack("<i", cepstra.size) + cepstra.astype("<f4").tobytes())
            names.write(f"{number}\n")
            texts.write(f"<s> {' '.join(words)} </s> ({number})\n")
    place = {name: os.path.join(acoustic.FOLDER, name) for name in ("means", "variances", "transition_matrices")}
    options = {"moddeffn": "mdef", "ts2cbfn": ".ptm.", "mixwfn": "mixture_weights", "meanfn": place["means"],
               "varfn": place["variances"], "tmatfn": place["transition_matrices"], "dictfn": DICTIONARY,
               "fdictfn": "fillers", "ctlfn": "list", "lsnfn": "words", "cepdir": ".", "cepext": "mfc",
               "accumdir": ".", "outphsegdir": ".", "feat": "1s_c_d_dd", "svspec": "0-12/13-25/26-38", "cmn": "none",
               "agc": "none", "varnorm": "no", "topn": "4", "abeam": "1e-90", "bbeam": "1e-10"}
    command = [TRAINER] + [part for name, value in options.items() for part in ("-" + name, value)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return [segments_read(os.path.join(folder, f"{number}.phseg")) for number in range(len(said))]


def segments_read(path):
    """As flite tells its own: names and, in seconds, ends."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as lines:
        found = [re.match(r"\s*\d+\s+(\d+)\s+-?\d+\s+(\S+)", line) for line in lines]
    # A frame is said to be in what its middle is in.
    return [(match[2], ((int(match[1]) + 0.5) * sounds.FRAME_SHIFT + sounds.FRAME_MIDDLE) / sounds.RATE_HZ)
            for match in found if match]
