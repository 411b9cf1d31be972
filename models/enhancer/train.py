#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learns the enhancer's weights (include/docent/enhancer.h says what they compute).

usage: models/enhancer/train.py OUTPUT.weights [--corpus DIR] [--hearing BENCH_HEARD] [--minutes N] [--threads N]
                                [--rate N] [--seed N] [--start FORMER.weights]

Needs Debian's python3-torch, python3-numpy, sox, flite, fortunes, pocketsphinx and sphinxtrain, the recordings
(../shared/corpus), and a docent that has been built (cmake --preset dev), which hears what is said in them. What
PocketSphinx understands of the rest is kept in build/train. Writes the weights every hundred steps. Former weights to
go on from may be of a narrower network or one with fewer blocks: what they lack begins as if not there.
"""
import argparse
import copy
import itertools
import os
import struct
import tempfile
import time

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

import acoustic as model_of_sounds
import alignment
import features
import front
import sounds

MAGIC = b"docentE4"
SECONDS = 4
BATCH = 20
SAYINGS = 3000
WIDTH = 160
STEPS = (1, 2, 4, 8, 8, 16, 32, 4)  # frames between the three taps of each block
SCALE = 3.0
SHARE = 0.15  # of the frames of speech, judged by the acoustic model
SHARPNESS = 0.4  # of its scores, for they take all features for independent
TOLD = 0.6  # what is known to be said counts this much beside what the acoustic model takes it for
SILENT = 3 * model_of_sounds.phones_read().index("SIL")  # the first of its states
NAMING_GUESSED = 0.3  # what the acoustic model takes frames for, beside what is known of others
USUAL_BATCHES = 15  # to find out how usual states are
RAREST = 1e-4  # share of all frames that any state is taken to have at least
STATES = 126  # of the acoustic model's phones without context
FEATURE_WORTH = 0.7
FEATURE_WORTH_TOLD = 0.3  # features of speech that the acoustic model takes for something else are not to be kept
with open("/proc/cpuinfo", encoding="ascii") as cpuinfo:
    BRIEF = "avx512_bf16" in cpuinfo.read()  # products of numbers of 16 bits, where they are faster
TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
TALK_UNDERSTOOD = os.path.join(TREE, "build/train/talk.json")


class Block(nn.Module):
    def __init__(self, step):
        super().__init__()
        self.wide = nn.Conv1d(WIDTH, WIDTH, 3, dilation=step, padding=step)
        self.back = nn.Conv1d(WIDTH, WIDTH, 1)
        nn.init.normal_(self.back.weight, std=0.3 / WIDTH ** 0.5)

    def forward(self, hidden):
        return hidden + self.back(torch.relu(self.wide(hidden)))


class Enhancer(nn.Module):
    def __init__(self):
        super().__init__()
        self.entry = nn.Conv1d(3 * features.BANDS, WIDTH, 5, padding=2)
        self.blocks = nn.ModuleList(Block(step) for step in STEPS)
        self.whole = nn.Linear(WIDTH, WIDTH)
        nn.init.normal_(self.whole.weight, std=0.1 / WIDTH ** 0.5)
        self.output = nn.Conv1d(WIDTH, features.CEPSTRA + 1, 1)
        self.states = nn.Conv1d(WIDTH, STATES, 1)
        self.shift = nn.Parameter(torch.zeros(features.CEPSTRA))
        self.skip = nn.Linear(features.BANDS, features.CEPSTRA, bias=False)
        with torch.no_grad():  # begins as the plain front end
            self.skip.weight.copy_(features.DCT.T * SCALE)
            self.output.weight.mul_(0.1)
            self.states.weight.mul_(0.1)

    def forward(self, cleaned, heard):
        x = (cleaned - cleaned.mean(dim=(1, 2), keepdim=True)) / SCALE
        raw = (heard - heard.mean(dim=(1, 2), keepdim=True)) / SCALE
        floor = raw.kthvalue(1 + raw.shape[1] // 10, dim=1, keepdim=True).values
        hidden = torch.cat([x, raw, floor.expand_as(x)], dim=2).transpose(1, 2)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BRIEF):  # all but the sums
            hidden = torch.relu(self.entry(hidden)).float()
            for number, block in enumerate(self.blocks):
                hidden = block(hidden)
                if number == len(STEPS) // 2 - 1:
                    hidden = hidden + self.whole(hidden.mean(dim=2)).unsqueeze(2)
        hidden = torch.relu(hidden)
        out, states = self.output(hidden).transpose(1, 2), self.states(hidden).transpose(1, 2)
        odds = out[..., -1]
        return less_mean(self.skip(x) + SPREAD * out[..., :-1], torch.sigmoid(odds)) + self.shift, odds, states


# The network's own outputs are worth this much: cepstra of clean speech vary by about as much.
SPREAD = torch.tensor([40.0, 20, 15, 15, 12, 12, 10, 10, 9, 8, 7, 7, 6])


def less_mean(cepstra, weight):
    weight = weight.unsqueeze(-1) + 1e-6
    return cepstra - (cepstra * weight).sum(1, keepdim=True) / weight.sum(1, keepdim=True)


def widened(mask, frames):
    return nn.functional.max_pool1d(mask, 2 * frames + 1, 1, frames)


def target_of(spoken):
    """Cepstra of the clean speech, their mean taken as the decoder does from a recording cut close to it, and where
    there is speech."""
    total = torch.exp(spoken).sum(-1)
    loud = (total > 3e-4 * total.amax(1, keepdim=True)).float()
    # A frame counts as speech when any within 50 ms does: stops and weak ends of words belong to it.
    return less_mean(features.cepstra(spoken), widened(loud, 30)), widened(loud, 5)


def with_deltas(c):
    """39 features for all frames but the first and last three: sphinxbase's 1s_c_d_dd."""
    delta = c[:, 4:] - c[:, :-4]
    return torch.cat([c[:, 3:-3], delta[:, 1:-1], delta[:, 2:] - delta[:, :-2]], dim=2)


def likely_states(acoustic, features_clean, states):
    """What each frame says: what the acoustic model takes it for, and what is known of it."""
    likely = torch.softmax(SHARPNESS * acoustic.scores(features_clean), dim=1)
    known = torch.nn.functional.one_hot(states.clamp(min=0), likely.shape[1]).float()
    return torch.where((states >= 0).unsqueeze(1), (1 - TOLD) * likely + TOLD * known, likely)


def naming_loss(named, states, speech, chosen, likely):
    """How surprising what is said is to who believes the names that the network gives: told states wherever they are
    known, silence where nothing is said, and elsewhere what the acoustic model takes it for."""
    odds = torch.log_softmax(named, dim=2)
    silence = torch.logsumexp(odds[..., SILENT:SILENT + 3], dim=2)
    told = torch.gather(odds, 2, states.clamp(min=0).unsqueeze(2)).squeeze(2)
    told = torch.where((states >= SILENT) & (states < SILENT + 3) | (states < 0), silence, told)
    weight = torch.where(states >= 0, 0.15 + 0.85 * speech, 0.15 * (1 - speech))
    known = -(weight * told).sum() / weight.sum()
    unknown = states[:, 3:-3][chosen] < 0
    guessed = -(likely[unknown] * odds[:, 3:-3][chosen][unknown]).sum(1).mean() if unknown.any() else 0
    return known + NAMING_GUESSED * guessed


def loss_of(model, acoustic, cleaned, heard, spoken, states):
    """Of a batch: what is to be made small, two parts of it to be shown, and how much each state is said."""
    with torch.no_grad():
        target, speech = target_of(spoken)
        states = states[:, :cleaned.shape[1]]
        wanted, weight = with_deltas(target), (0.15 + 0.85 * speech)[:, 3:-3]
        chosen = torch.rand(weight.shape) < weight * SHARE
        likely = likely_states(acoustic, wanted[chosen], states[:, 3:-3][chosen])
        worth = torch.where(states[:, 3:-3] >= 0, FEATURE_WORTH_TOLD, FEATURE_WORTH)
    cepstra, odds, named = model(cleaned, features.log_mel(heard)[:, :cleaned.shape[1]])
    made = with_deltas(cepstra)
    error = torch.sqrt(((made - wanted) / SPREAD.repeat(3)).square() + 0.01).mean(-1)
    told = torch.log_softmax(SHARPNESS * acoustic.scores(made[chosen]), dim=1)
    phones = (likely * (torch.log(likely + 1e-9) - told)).sum(1).mean()
    naming = naming_loss(named, states, speech, chosen, likely)
    loss = (phones + (worth * weight * error).mean() + naming
            + 0.1 * nn.functional.binary_cross_entropy_with_logits(odds, speech))
    return loss, phones, naming, torch.softmax(named.detach(), dim=2).mean((0, 1))


class Examples(IterableDataset):
    """All of a batch are as long as each other, for a single worker makes them in order."""

    def __init__(self, kinds, seed):
        self.kinds, self.seed = kinds, seed

    def __iter__(self):
        worker = get_worker_info()
        mixer = sounds.Mixer(self.kinds, SECONDS * sounds.RATE_HZ, [self.seed, worker.id if worker else 0])
        end = front.Front()
        while True:
            length = mixer.length_any()
            for _ in range(BATCH):
                heard, spoken, states = mixer.example(length)
                clean = spoken + mixer.random.normal(0, 1.5, len(spoken))
                yield end.log_mel(heard), heard, end.log_mel(clean), states


def orders_read(corpus, hearing, folder):
    """Orders of coffee, and of most of them which phone is said when."""
    orders = sounds.recordings(corpus, "coffee")
    manifest = os.path.join(folder, "manifest.tsv")
    with open(manifest, "w", encoding="utf-8") as out:
        out.writelines(f"{path}\t-\n" for path, _ in orders)
    words = alignment.words_heard(hearing, manifest, os.path.join(corpus, "coffee/content"))
    states_tell([(clip, words[path]) for path, clip in orders if path in words], folder)
    return [clip for _, clip in orders]


def talk_read(corpus, folder):
    """Talk about anything, and which phone is said when in words that are understood for certain."""
    talk = sounds.recordings(corpus, "overheard")
    words = alignment.english_kept([path for path, _ in talk], TALK_UNDERSTOOD)
    states_tell([(clip, [word for word, *_ in said]) for (_, clip), said in zip(talk, words) if said], folder)
    for (_, clip), said in zip(talk, words):
        if clip.states is not None:
            clip.states[~alignment.sure_frames(said, len(clip.states))] = sounds.UNKNOWN
    return [clip for _, clip in talk]


def states_tell(said, folder):
    """said: [(clip, words)]; the clips get their states."""
    end, phones = front.Front(), model_of_sounds.phones_read()
    cepstra = [target_of(torch.tensor(end.log_mel(clip.sound)).unsqueeze(0))[0][0].numpy() for clip, _ in said]
    segments = alignment.phones_align(folder, list(zip(cepstra, [words for _, words in said])))
    for (clip, _), rows, parts in zip(said, cepstra, segments):
        clip.states = sounds.states_of(parts, phones, len(rows))


def told_print(name, clips):
    frames = sum(len(clip.sound) // sounds.FRAME_SHIFT for clip in clips)
    told = sum((clip.states != sounds.UNKNOWN).sum() for clip in clips if clip.states is not None)
    minutes = frames * sounds.FRAME_SHIFT / sounds.RATE_HZ / 60
    print(f"{name}: {len(clips)} clips, {minutes:.1f} minutes, {100 * told / frames:.0f} % told", flush=True)


def tensors_of(model, blocks):
    """In the order that firmware/speech/enhancer.c names, each with what its outputs are worth in the file."""
    yield model.entry.weight, None
    yield model.entry.bias, None
    for block in blocks:
        for tensor in (block.wide.weight, block.wide.bias, block.back.weight, block.back.bias):
            yield tensor, None
    spread = torch.cat([SPREAD, torch.ones(1)])
    yield model.whole.weight, None
    yield model.whole.bias, None
    yield model.output.weight, spread[:, None, None]
    yield model.output.bias, spread
    yield model.states.weight, None
    yield model.states.bias, None
    yield model.skip.weight, None
    yield model.shift, None


def blocks_known(blocks, steps):
    """Those of `blocks` that a network with these steps has; the others are made to add nothing at first."""
    steps, known = list(steps), []
    for block in blocks:
        if steps and block.wide.dilation[0] == steps[0]:
            steps.pop(0)
            known.append(block)
        else:
            nn.init.zeros_(block.back.weight)
            nn.init.zeros_(block.back.bias)
    assert not steps
    return known


def part_fill(tensor, value, worth):
    """A network of before, in the first channels of this one. New channels read from all, but none of before reads from
    them yet, so that at first the same comes out."""
    value = value if worth is None else value / worth
    if value.dim() > 1 and value.shape[1] < tensor.shape[1]:
        tensor[:, value.shape[1]:] = 0
    tensor[tuple(slice(size) for size in value.shape)] = value


def weights_read(model, path):
    """Into the model, which may be wider than the file and have more blocks, on either side of its middle."""
    with open(path, "rb") as file:
        data = file.read()
    width, count = struct.unpack_from("<2H", data, 8)
    assert data[:8] == MAGIC and width <= WIDTH
    steps = struct.unpack_from(f"<{count}H", data, 12)
    values, at = torch.tensor(np.frombuffer(data, "<f2", offset=12 + 2 * count).astype(np.float32)), 0
    middle = len(STEPS) // 2
    blocks = (blocks_known(model.blocks[:middle], steps[:count // 2])
              + blocks_known(model.blocks[middle:], steps[count // 2:]))
    with torch.no_grad():
        for tensor, worth in tensors_of(model, blocks):
            shape = [width if size == WIDTH else size for size in tensor.shape]
            value = values[at:at + np.prod(shape, dtype=int)]
            at += value.numel()
            if len(shape) == 3:
                value = value.view(shape[0], shape[2], shape[1]).permute(0, 2, 1)
            part_fill(tensor, value.view(shape) if len(shape) < 3 else value, worth)
    assert at == len(values)


def likelihoods_of(model, usual):
    """The model, with states by how much more likely they are than usual; noises are as likely as silence."""
    phones = model_of_sounds.phones_read()
    model = copy.deepcopy(model)
    weight, bias = model.states.weight.data, model.states.bias.data
    bias -= torch.log(usual.clamp(min=RAREST))
    for noise in ("+NSN+", "+SPN+"):
        first = 3 * phones.index(noise)
        weight[first:first + 3], bias[first:first + 3] = weight[SILENT:SILENT + 3], bias[SILENT:SILENT + 3]
    return model


def likelihoods_undo(model, batches):
    """The model as read from a file, with how usual each state is put back: the estimate that brings itself about
    (Saerens, Latinne and Decaestecker, Neural Computation 14, 2002)."""
    with torch.no_grad():
        named = torch.cat([model(cleaned, features.log_mel(heard)[:, :cleaned.shape[1]])[2].flatten(0, 1)
                           for cleaned, heard, *_ in itertools.islice(batches, USUAL_BATCHES)])
        usual = torch.full((STATES,), 1 / STATES)
        for _ in range(50):
            usual = torch.softmax(named + torch.log(usual.clamp(min=RAREST)), dim=1).mean(0)
        model.states.bias += torch.log(usual.clamp(min=RAREST))


def weights_write(model, path):
    with open(path + ".part", "wb") as out:
        out.write(MAGIC + struct.pack("<2H", WIDTH, len(STEPS)) + struct.pack(f"<{len(STEPS)}H", *STEPS))
        for tensor, worth in tensors_of(model, model.blocks):
            value = tensor.detach() if worth is None else tensor.detach() * worth
            if value.dim() == 3:  # taps in the order of time, each with its inputs
                value = value.permute(0, 2, 1)
            out.write(value.contiguous().numpy().astype("<f2").tobytes())
    os.rename(path + ".part", path)


def options_read():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("--corpus", default=os.path.join(TREE, "../shared/corpus"))
    parser.add_argument("--hearing", default=os.path.join(TREE, "build/dev/bench/bench_heard"), metavar="BENCH_HEARD")
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start")
    return parser.parse_args()


def main():
    options = options_read()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as folder:
        phones = model_of_sounds.phones_read()
        orders, talk = orders_read(options.corpus, options.hearing, folder), talk_read(options.corpus, folder)
        said = sounds.sayings(sounds.sentences(SAYINGS), 1, phones)
        asked = sounds.sayings(sounds.wordings(TREE), len(sounds.VOICES), phones)
    for name, clips in (("orders", orders), ("talk", talk), ("sentences", said), ("asked", asked)):
        told_print(name, clips)
    model, acoustic = Enhancer(), model_of_sounds.Acoustic()
    loader = DataLoader(Examples([orders + talk, said, asked], options.seed), batch_size=BATCH, num_workers=1,
                        prefetch_factor=6)
    if options.start:
        weights_read(model, options.start)
        likelihoods_undo(model, loader)
    optimiser = torch.optim.Adam(model.parameters(), lr=options.rate)
    begun, running, usual = time.monotonic(), None, None
    for step, (cleaned, heard, spoken, states) in enumerate(loader):
        done = (time.monotonic() - begun) / 60 / options.minutes
        if done >= 1:
            break
        for group in optimiser.param_groups:  # warm up, then down to nothing on a half cosine
            group["lr"] = options.rate * min(1, (step + 1) / 50) * 0.5 * (1 + np.cos(np.pi * done))
        loss, phones, naming, said_now = loss_of(model, acoustic, cleaned, heard, spoken, states)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        shown = np.array([phones.item(), naming.item()])
        running = shown if running is None else 0.98 * running + 0.02 * shown
        usual = said_now if usual is None else 0.98 * usual + 0.02 * said_now
        if step % 50 == 0:
            minutes = (time.monotonic() - begun) / 60
            print(f"{step} steps, {minutes:.1f} minutes: phones apart by {running[0]:.4f}, named {running[1]:.4f}",
                  flush=True)
        if step % 100 == 99:
            weights_write(likelihoods_of(model, usual), options.output)
    weights_write(likelihoods_of(model, usual), options.output)


main()
