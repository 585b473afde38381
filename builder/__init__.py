"""Spijs: one set of sources, all the communication material of a loopbaancentrum."""

__version__ = "0.1.0"
