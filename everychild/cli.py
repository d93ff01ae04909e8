"""The command `everychild`: its words, and which room's function each stands for. Nothing is imported until it is asked for."""

import importlib
import sys

from everychild.kit import commands

WORDS = {
    "db start": ("everychild.kit.database_commands:db_start", "start the embedded PostgreSQL and make the database"),
    "db stop": ("everychild.kit.database_commands:db_stop", "stop the embedded PostgreSQL"),
    "db migrate": ("everychild.kit.database_commands:db_migrate", "bring the tables up to date"),
    "db url": ("everychild.kit.database_commands:db_url", "print the address of the database for one role"),
    "demo": ("everychild.exchange.commands:demo", "build a town, load it, match it and serve it"),
    "emergency-extract": ("everychild.sharing.commands:emergency_extract", "write the encrypted extract for the night on which nothing else answers"),
    "emergency-extract used": ("everychild.sharing.commands:emergency_extract_used", "write down afterwards who opened an extract, when and why"),
    "export": ("everychild.exchange.commands:export", "write everything that is held, as open files with a dictionary"),
    "identifiers check": ("everychild.formats.commands:identifiers_check", "check UPNs, ULNs, NHS numbers and school numbers"),
    "ledger head": ("everychild.ledger.commands:ledger_head", "write the signed head of the ledger, to be kept elsewhere"),
    "ledger restored": ("everychild.ledger.commands:ledger_restored", "let a ledger go on after a restore into another server"),
    "ledger seal": ("everychild.ledger.commands:ledger_seal", "seal every settled entry of the ledger"),
    "ledger verify": ("everychild.ledger.commands:ledger_verify", "check that no entry of the ledger was changed, removed or slipped in"),
    "load": ("everychild.exchange.commands:load", "load files that other systems sent"),
    "match": ("everychild.people.commands:match", "find which records are the same child"),
    "serve": ("everychild.portals.commands:serve", "serve the pages"),
    "town build": ("everychild.town.commands:town_build", "write what the agencies of a made-up town would hand over"),
    "user add": ("everychild.portals.user_commands:user_add", "give somebody an account: the first user administrator, at the console"),
    "work": ("everychild.exchange.commands:work", "load what the data office sends through the pages"),
}
ASKING_FOR_HELP = ("-h", "--help", "help")


def main(argv: list[str] | None = None) -> int:
    """Do the command that the first one or two words name; the answer is the exit code."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in ASKING_FOR_HELP:
        sys.stdout.write(_help())
        return commands.DONE if words else commands.WRONG
    for count in (2, 1):
        name = " ".join(words[:count])
        if name in WORDS:
            return commands.run(_call(name), words[count:])
    return commands.run(_refuse(words), words)


def _call(name: str):
    def call(argv: list[str]) -> int | None:
        module, _, function = WORDS[name][0].partition(":")
        # argparse shows this in its usage line.
        sys.argv[0] = f"everychild {name}"
        return getattr(importlib.import_module(module), function)(argv)

    return call


def _refuse(words: list[str]):
    def refuse(argv: list[str]) -> int:
        same = sorted(name for name in WORDS if name.split()[0] == words[0])
        do = f"Say one of: {', '.join(same)}." if same else "`everychild help` lists the commands."
        raise commands.Wrong(f"There is no command `{' '.join(words[:2])}`.", do=do)

    return refuse


def _help() -> str:
    lines = [f"  {name:<22} {meaning}" for name, (_, meaning) in sorted(WORDS.items())]
    return "\n".join(["usage: everychild COMMAND …", "", *lines, "", "`everychild COMMAND --help` says what a command takes.", ""])
