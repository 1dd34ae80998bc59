"""The documentation names only commands that exist: make targets, signpost commands and their options."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from signpost.cli import app
from tests.architecture.repository import ROOT, files, name

BLOCK = re.compile(r"^```(?:sh|bash|console|shell|)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def commands(text: str) -> Iterator[list[str]]:
    """The words of every command in shell blocks and inline code, without prompts, assignments and comments."""
    lines = [line for block in BLOCK.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    for line in [*lines, *INLINE.findall(text)]:
        for command in re.split(r"&&|\|\|?|;", line):
            words = split(command)
            while words and (words[0] in ("$", "sudo") or "=" in words[0]):
                words.pop(0)
            if words:
                yield words


def split(command: str) -> list[str]:
    try:
        return shlex.split(command, comments=True)
    except ValueError:  # an apostrophe in inline code that is no command
        return []


def unknown_in(words: list[str]) -> str | None:
    """What these words name that does not exist, or None."""
    if words[0] == "make":
        targets = [word for word in words[1:] if "=" not in word and not word.startswith("-")]
        return next((f"make {target}" for target in targets if target not in TARGETS), None)
    if words[0].rsplit("/", 1)[-1] == "signpost" and len(words) > 1:
        return unknown_to_signpost(words[1:])
    return None


def unknown_to_signpost(words: list[str]) -> str | None:
    command: Any = typer.main.get_command(app)  # Typer carries its own click, whose classes it does not make public
    path = ["signpost"]
    for word in words:
        default = getattr(command, "default", None)
        if default and word not in (*command.commands, "--help"):
            command = command.commands[default]
        if word.startswith("-"):
            known = {"--help", *(option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts))}
            if word.split("=")[0] not in known:
                return " ".join([*path, word])
        elif hasattr(command, "commands"):
            path.append(word)
            if word not in command.commands:
                return " ".join(path)
            command = command.commands[word]
    return None


def test_the_documentation_names_only_commands_that_exist() -> None:
    found = [(name(path), unknown_in(words)) for path in files("*.md") for words in commands(path.read_text())]
    assert [f"{document}: {unknown}" for document, unknown in found if unknown] == []


@pytest.mark.parametrize("wrong", ["make everything", "signpost fly", "signpost run --backwards", "$ PORT=1 make runn && true"])
def test_a_command_that_does_not_exist_would_be_found(wrong: str) -> None:
    assert [unknown for words in commands(f"Type `{wrong}`.\n") if (unknown := unknown_in(words))] != []


def test_every_make_target_says_what_it_does_in_make_help() -> None:
    explained = set(re.findall(r"^([a-z][a-z-]*):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert TARGETS - explained == set()
