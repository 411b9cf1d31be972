# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rule checks share.

A check is a function from a tree's root to a list of problems. Run plainly, it judges the tree named by
DOCENT_SOURCE_DIR; run with --self-test, it judges small trees made up to break (or keep) its rule, and fails if it
does not tell them apart.
"""
import os
import pathlib
import re
import sys
import tempfile

FOLDERS = ("core", "content", "audio", "speech", "shell")
NUMBERS = ".weights"  # a network's: no text, and described in the README.md beside them
SKIPPED = {".git", "build", ".cache", "__pycache__"}  # .git is a file in a second working tree


def files(root, *suffixes):
    """Every file of the tree below root as a relative path, sorted; of these suffixes if any are given."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED]
        for name in names:
            path = pathlib.Path(folder, name)
            is_text = name not in SKIPPED and path.suffix != NUMBERS and path.is_file()
            if is_text and (not suffixes or path.suffix in suffixes):
                found.append(path.relative_to(root))
    return sorted(found)


def lines(root, path):
    return pathlib.Path(root, path).read_text(encoding="utf-8", errors="replace").splitlines()


def includes(root, path):
    """(line number, name, is_system) of every #include line of a C file."""
    for number, line in enumerate(lines(root, path), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(2), match.group(1) == "<"


def header_folder(root, name):
    """The folder that docent/NAME.h belongs to.

    It is the one that holds the .c file of its name, else a .c file whose name starts with its name and an underscore
    (pcm.h: pcm_alsa.c), else, having no code, core.
    """
    stem = name[len("docent/"):-len(".h")]
    for pattern in (f"{stem}.c", f"{stem}_*.c"):
        for folder in FOLDERS:
            if any(True for _ in (root / "firmware" / folder).glob(pattern)):
                return folder
    return "core"


def is_script(root, path):
    with open(pathlib.Path(root, path), "rb") as file:
        return file.read(2) == b"#!"


def self_test(check, examples):
    """Examples: (name, {path: text}, a piece of the problem expected, or None where the tree is good)."""
    failures = []
    for name, tree, expected in examples:
        with tempfile.TemporaryDirectory() as root:
            for path, text in tree.items():
                file = pathlib.Path(root, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            problems = check(pathlib.Path(root))
        if expected is None and problems:
            failures.append(f"{name}: a good tree was blamed: {problems}")
        if expected is not None and not any(expected in problem for problem in problems):
            failures.append(f"{name}: expected '{expected}', got {problems}")
    if not any(expected is None for _, _, expected in examples):
        failures.append("no example of a good tree")
    return failures


def main(check, examples):
    if sys.argv[1:] == ["--self-test"]:
        problems = self_test(check, examples)
    else:
        problems = check(pathlib.Path(os.environ["DOCENT_SOURCE_DIR"]))
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
