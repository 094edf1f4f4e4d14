"""verse training: one subcommand for each thing a trainer makes."""

from typing import Any

from api.arguments import Subparsers
from api.training import cli_packs, cli_quizzes, cli_registers, cli_standards

PARTS: tuple[Any, ...] = (cli_standards, cli_registers, cli_packs, cli_quizzes)
"""Modules of `api.training` that declare commands."""


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the command with its subcommands."""
    training = commands.add_parser("training", help="for trainers: standards, registers, quizzes, packs")
    parts = training.add_subparsers(dest="part", metavar="WHAT", required=True)
    for part in PARTS:
        part.add_commands(parts)
