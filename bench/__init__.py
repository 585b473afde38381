"""Ratios measured in one run on one machine: ``./spijs bench``."""
