"""Dutch typography, and the only place for it: signs, capitals, order, and the ends of lines on paper."""

from builder.typography.letters import at_start as at_start
from builder.typography.letters import sort_key as sort_key
from builder.typography.lines import lines as lines
from builder.typography.paper import JOINER as JOINER
from builder.typography.paper import hold_pieces as hold_pieces
from builder.typography.paper import hyphenation as hyphenation
from builder.typography.paper import let_go as let_go
from builder.typography.paper import parts_of_address as parts_of_address
from builder.typography.paper import soft_hyphens as soft_hyphens
from builder.typography.paper import whole as whole
from builder.typography.signs import OPAQUE as OPAQUE
from builder.typography.signs import apostrophes as apostrophes
from builder.typography.signs import quoted as quoted
from builder.typography.signs import set_pieces as set_pieces
from builder.typography.signs import typewritten as typewritten
from builder.typography.signs import typographic as typographic
