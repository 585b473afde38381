"""The letters of a site, on screen and on paper: brought as they come, read from the file, completed by a reserve."""

from builder.fonts.dress import RECIPE as RECIPE
from builder.fonts.dress import dressed as dressed
from builder.fonts.dress import laid_out as laid_out
from builder.fonts.face import unpacked as unpacked
from builder.fonts.family import FOLDER as FOLDER
from builder.fonts.family import RESERVE_FOLDER as RESERVE_FOLDER
from builder.fonts.family import Letters as Letters
from builder.fonts.family import gather as gather
from builder.fonts.signs import Text as Text
from builder.fonts.signs import beyond as beyond
from builder.fonts.signs import lacking as lacking
