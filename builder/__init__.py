"""Spijs: one set of sources, all the communication material of a loopbaancentrum."""

import os
from pathlib import Path

# No plug-in of another package has a say in what a source means; looking for them would cost every start a moment.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

HOME = Path(__file__).parent.parent  # with its templates, and the sample as a site
__version__ = "0.1.0"
