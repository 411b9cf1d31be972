#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A visitor without hands: every topic and every command reached by speaking alone, at an open microphone, through
libasound. flite speaks; no key is pressed and nothing is asked for by the socket, which only watches.

The microphone waits while docent speaks (docentd --recording), as a visitor does. It is plugged in when somebody
watches. Pauses that docent makes for the visitor are long, so that a slow machine misses none of them.
"""
import array
import random
import shutil
import subprocess
import sys
import wave

import daemon

VOICE = "slt"
SPEED = 10  # times real time
SILENCE_S = 4  # at this speed 0.4 s: docent has closed its ear to an answer long before it is over
NOISE_AMPLITUDE = 6  # a quiet room; digital silence is no room at all
NUMBERS = ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
           "eighteen nineteen twenty").split()
ORDINALS = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth").split()


def speak(folder, sentences):
    """One sound file: the sentences with a quiet room between them."""
    noise = random.Random(1)
    frames = array.array("h")

    def wait():
        frames.extend(noise.randint(-NOISE_AMPLITUDE, NOISE_AMPLITUDE) for _ in range(int(SILENCE_S * daemon.RATE_HZ)))

    wait()
    for sentence in sentences:
        spoken = folder / "sentence.wav"
        subprocess.run(["flite", "-voice", VOICE, "-t", sentence, "-o", str(spoken)], check=True)
        with wave.open(str(spoken)) as file:
            assert (file.getframerate(), file.getnchannels()) == (daemon.RATE_HZ, 1)
            frames.frombytes(file.readframes(file.getnframes()))
        wait()
    recording = folder / "visitor.wav"
    with wave.open(str(recording), "wb") as file:
        file.setparams((1, 2, daemon.RATE_HZ, 0, "NONE", ""))
        file.writeframes(frames.tobytes())
    return recording


def visit(folder, script):
    """Say each sentence of `script`, a list of (sentence, topic or command that is to be heard, text that docent is to
    say upon it; None: whatever it says; "": nothing)."""
    switch = folder / "switch"
    switch.write_text("absent")
    settings = {"audio": "sounds = no\n", "buttons": "list_gap_ms = 10000\n",
                "visitors": "quiet_s = 3600\ngoodbye_s = 3600\n"}
    wrong = []
    with daemon.Daemon(folder, settings, ["--recording"], TESTCARD_SPEED=SPEED, TESTCARD_MICROPHONE_SWITCH=switch,
                       TESTCARD_MICROPHONE=speak(folder, [sentence for sentence, _, _ in script])) as docentd:
        watcher = docentd.connect()
        watcher.ask("events")
        watcher.until(event="state", faults=["microphone"])
        switch.unlink()
        for place, (sentence, wanted, text) in enumerate(script):
            heard = watcher.until(event="heard")
            said = watcher.until(event="saying")["text"] if text != "" and heard["topic"] == wanted else ""
            if heard["topic"] != wanted or text not in (None, said):
                wrong.append(f"{sentence!r}: heard {heard['topic']} ({heard['score']:.2f}), not {wanted}; "
                             f"said {said[:60]!r}; {place} were understood before")
                break  # what follows hangs together with it
        assert docentd.stop() == 0
        assert "button" not in docentd.log, docentd.log
    assert not wrong, wrong
    print(f"{len(script)} sentences understood, {len({wanted for _, wanted, _ in script})} of them different")


def by_asking(folder):
    visit(folder, [(daemon.items(daemon.EXHIBIT / f"{topic}.md", "Asked as")[1], topic, daemon.answer(topic))
                   for topic in daemon.topics()])


def by_number(folder):
    """The list, and a number: cardinal for one topic, ordinal for the next."""
    ask_list = daemon.items(daemon.PHRASES / "topics.md", "Asked as")[0]
    script = []
    for place, topic in enumerate(daemon.topics()):
        number = f"number {NUMBERS[place]}" if place % 2 == 0 else f"what was the {ORDINALS[place]} one"
        script += [(ask_list, "topics", None), (number, ORDINALS[place], daemon.answer(topic))]
    visit(folder, script)


def by_next_question(folder):
    """From topic to topic, and back from the last to the one before it."""
    script = []
    for topic in daemon.topics():
        script += [("next question", "next", None), ("play this topic", "play", daemon.answer(topic))]
    script += [("previous question", "previous", None), ("play this topic", "play", daemon.answer(daemon.topics()[-2]))]
    visit(folder, script)


def everything_else(folder):
    topic = daemon.topics()[0]
    question = (daemon.items(daemon.EXHIBIT / f"{topic}.md", "Asked as")[0], topic, daemon.answer(topic))
    visit(folder, [question,
                   ("say that again", "repeat", daemon.answer(topic)),
                   ("say the last sentence again", "last-sentence", None),
                   ("tell me more", "more", None),
                   ("tell me more", "more", daemon.phrase("no-more")),
                   ("speak more quietly", "quieter", daemon.phrase("quieter")),
                   ("speak louder", "louder", daemon.phrase("louder")),
                   ("speak faster", "faster", daemon.phrase("faster")),
                   ("speak more slowly", "slower", daemon.phrase("slower")),
                   ("what are the commands", "help", daemon.phrase("help")),
                   ("stop talking", "stop", ""),
                   ("pause the answer", "pause", ""),
                   ("start again please", "start-again", None),
                   question])


def main():
    if shutil.which("flite") is None:
        print("skipped: flite is not installed")
        return 77
    return daemon.main([by_asking, by_number, by_next_question, everything_else])


if __name__ == "__main__":
    sys.exit(main())
