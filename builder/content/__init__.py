"""Typed content: documents, their kinds, the library that holds them, and their values for templates."""

from builder.content.asked import Asked
from builder.content.library import (
    Block,
    Document,
    Documents,
    Gathered,
    Kind,
    Library,
    On,
    Rule,
    Values,
)
from builder.content.source import Content, Printed
from builder.content.values import Picture, beside, brief, fields, line, plain
from builder.schema import leaves
from builder.sight import CONSENT_CHANNELS, MISSING, Closed, Mention, consent_channel

__all__ = [
    "CONSENT_CHANNELS",
    "MISSING",
    "Asked",
    "Block",
    "Closed",
    "Content",
    "Document",
    "Documents",
    "Gathered",
    "Kind",
    "Library",
    "Mention",
    "On",
    "Picture",
    "Printed",
    "Rule",
    "Values",
    "beside",
    "brief",
    "consent_channel",
    "fields",
    "leaves",
    "line",
    "plain",
]
