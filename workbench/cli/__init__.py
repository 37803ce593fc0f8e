"""The command line: ``workbench COMMAND …``; every command does what an action of the desk does."""

from workbench.cli._run import main

__all__ = ["main"]
