"""Templates with values to text. A door to ``jinja2`` and ``segno``.

A template sees plain values only. It has no door to the library, the clock or the disk; every file it uses is
noted, so that the manifest knows what a page was made from.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from markupsafe import Markup
from markupsafe import escape as safe

from builder import merge, prose
from builder.diagnostics import Diagnostic, Made, Position, fout
from builder.images import asset_name, size
from builder.templating import links
from builder.templating.environment import Compiled, environment
from builder.theme import Theme

PAPER = "https://bron.invalid/"
SCREEN_WIDTHS = (480, 960, 1600)
LOGOS = ("beeld/huislogo.svg", "beeld/huislogo.png")  # one of the two, made by ``house``
OWN_ID = re.compile(r"\bt[0-9a-f]{8}-\d+\b")  # as ``drawings`` names what a drawing refers to
WIDE, TALL = 2.2, 1.4  # from here on a logo gets a wide or a tall place
PAPER_WIDTH = 3600


@dataclass
class Templates:
    """Renders the templates of a theme; ``address`` is the absolute address of the intranet, ending in a slash."""

    theme: Theme
    address: str
    colours: dict[str, str] = field(default_factory=dict)
    compiled: Compiled | None = None

    def __post_init__(self) -> None:
        self._env = environment(self.theme, self.compiled)
        self._palette: dict[str, str] | None = None

    def render(self, template: str, target: str, values: dict[str, Any], paper: bool, source: Position) -> Made:
        """A page as bytes, with the files it was made from; a mistake in a template becomes a finding."""
        noted: set[str] = set()
        self._env.noted = noted
        page = _Page(self, target, paper, noted, set(), values, [])
        try:
            text = self._env.get_template(template).render({**values, **page.globals()})
        except Exception as error:  # whatever a template does wrong is the template's mistake, and is told as such
            return Made(b"", self._files(noted), (_explain(error, template, source),))
        return Made(text.encode("utf-8"), self._files(noted), leads=tuple(sorted(page.leads)))

    def faults(self) -> list[Diagnostic]:
        """What is wrong in the writing of the site's own templates, also of those that no page uses yet."""
        found = []
        for name in self.theme.own(".html"):
            try:
                self._env.parse((self.theme.find(name) or b"").decode("utf-8"), name, name)
            except (TemplateSyntaxError, UnicodeDecodeError) as error:
                found.append(_explain(error, name, Position(f"templates/{name}")))
        return found

    def stylesheet(self, values: dict[str, Any]) -> Made:
        """The rendered ``huisstijl.css``."""
        return self.render("huisstijl.css", "intranet/statisch/huisstijl.css", values, False, Position("site.yml"))

    def _files(self, noted: set[str]) -> dict[str, str]:
        return {name: self.theme.digest(name) for name in sorted(noted)}

    def drawing(self, name: str, noted: set[str]) -> str:
        """An SVG of the theme in the colours of the house style."""
        noted |= {f"beeld/{name}.svg", "beeld/palet.yml"}
        data = self.theme.find(f"beeld/{name}.svg")
        if data is None:
            raise LookupError(f"de tekening «{name}» is er niet in templates/beeld")
        if name == "huislogo":  # it has colours of its own, and never those of a palette
            return data.decode("utf-8")
        if self._palette is None:
            listed = (self.theme.find("beeld/palet.yml") or b"").decode("utf-8")
            self._palette = {hex: name for name, hex in re.findall(r'^([\w-]+): "(#[0-9a-f]{6})"', listed, re.M)}
        known = self._palette
        return re.sub(
            r"#[0-9a-f]{6}", lambda m: self.colours.get(known.get(m[0], ""), m[0]), data.decode("utf-8"), flags=re.I
        )


@dataclass(frozen=True, slots=True)
class _Page:
    """What a template may ask for while one page is rendered."""

    templates: Templates
    target: str
    paper: bool
    noted: set[str]
    leads: set[str]
    values: dict[str, Any]
    drawn: list[str]

    def globals(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "adres": self.absolute,
            "asset": self.asset,
            "beeld": self.picture,
            "teken": self.drawing,
            "logo": self.logo,
            "logovorm": self.logo_form,
            "qr": self.qr,
            "json": _json,
            "html": self.html,
            "invullen": _filled,
        }

    def url(self, target: str) -> str:
        """Address of a target: relative on screen, absolute on paper."""
        if self.paper:
            return self.absolute(target)
        path, mark, anchor = target.partition("#")
        return _relative(path, posixpath.dirname(self.target)) + mark + anchor

    def absolute(self, target: str) -> str:
        """The fixed address of a page of the intranet."""
        return self.templates.address + target.removeprefix("intranet/").removesuffix("index.html")

    def asset(self, name: str) -> str:
        """Address of a file of the theme; its digest in the query makes a browser fetch a new one."""
        self.noted.add(name)
        digest = self.templates.theme.digest(name)
        if not digest:
            raise LookupError(f"het bestand «{name}» is er niet in templates")
        return PAPER + name if self.paper else f"{self.url(f'intranet/{name}')}?v={digest[:8]}"

    def picture(self, picture: Any, width: int) -> str:
        """Address of a picture of the content, at least ``width`` pixels wide where it is a photo."""
        fitting = (w for w in SCREEN_WIDTHS if w >= width)
        return self.asset(asset_name(picture, PAPER_WIDTH if self.paper else next(fitting, SCREEN_WIDTHS[-1])))

    def drawing(self, name: str, css_class: str = "", colour: str = "") -> Markup:
        """A drawing of the theme, inline; decoration, so hidden from who cannot see it.

        ``colour`` is a token of the house style, written into the drawing: on paper nothing is inherited from the page.
        """
        svg = self.templates.drawing(name.removeprefix("beeld/").removesuffix(".svg"), self.noted)
        if colour:
            svg = svg.replace("currentColor", self.templates.colours[colour])
        # A drawing that stands twice on a page has ids twice; a browser would look up the other one, hidden or not.
        self.drawn.append(name)
        svg = OWN_ID.sub(rf"\g<0>-{len(self.drawn)}", svg)
        attributes = f'aria-hidden="true" focusable="false" class="{escape(css_class or "tekening")}"'
        return Markup(svg[svg.index("<svg") :].replace("<svg", f"<svg {attributes}", 1).strip())

    def logo(self) -> Markup:
        """The logo: a picture, or inline in the colour of the text when it is drawn in ``currentColor``."""
        name, data = self._logo()
        css_class = f"logo {self.logo_form()}".strip()
        if not self.paper and b"currentColor" in data:
            return self.drawing(name, css_class)
        label = escape(str(self.values["site"]["naam"]) if self.paper else "")
        return Markup(f'<img class="{css_class}" src="{escape(self.asset(name))}" alt="{label}">')

    def logo_form(self) -> str:
        """``breed`` or ``hoog`` for a logo that is far from square."""
        width, height = size(self._logo()[1])
        return "breed" if width > WIDE * height else "hoog" if height > TALL * width else ""

    def _logo(self) -> tuple[str, bytes]:
        self.noted.update(LOGOS)
        name = next(name for name in LOGOS if self.templates.theme.digest(name))
        return name, self.templates.theme.find(name) or b""

    def qr(self, target: str, colour: str = "inkt") -> Markup:
        """A QR code of the absolute address of a target, as inline SVG in a colour of the house style."""
        self.leads.add(target)
        address = self.absolute(target)
        label = f'role="img" aria-label="QR-code naar {escape(address)}" class="qr"'
        drawn = _qr_svg(address).replace("#000", self.templates.colours[colour])
        return Markup(drawn.replace("<svg", f"<svg {label}", 1))

    def html(self, rich: prose.Rich, sheets: Iterable[str] = ()) -> Markup:
        """Safe HTML of a text; a link to something out of sight becomes plain words.

        A link says where it leads for who holds it on paper. ``sheets`` are the productbladen that stand in the same
        booklet.
        """
        targets = {name: self.url(target) if target else "" for name, target in rich.links}
        html = prose.to_html(rich.text, targets, dict(rich.titles))
        fixed = {targets[name]: self.absolute(target) for name, target in rich.links if target}
        if self.paper:
            pages = {self.url(f"intranet/productbladen/{id}.html"): f"#blad-{id}" for id in sheets}
            return Markup(links.numbered(links.on_paper(html, pages)))
        return Markup(links.breakable(links.on_screen(html, fixed)))


def logo_files(theme: Theme) -> tuple[str, ...]:
    """The logo as a file beside the pages, where these show it as a picture."""
    return tuple(name for name in LOGOS if (data := theme.find(name)) and b"currentColor" not in data)


def _filled(text: str, value: Callable[[str], Any]) -> Markup:
    """Words or safe HTML in which each field is what ``value``, a macro of the template, makes of its name.

    Inside a tag (the heading that a table repeats in each cell) it is the words of that alone.
    """
    parts = re.split(r"(<[^>]*(?:>|$))", str(safe(text)))
    parts[::2] = [merge.fill(part, lambda name: str(safe(value(name)))) for part in parts[::2]]
    parts[1::2] = [merge.fill(tag, lambda name: str(escape(Markup(value(name)).striptags()))) for tag in parts[1::2]]
    return Markup("".join(parts))


def _json(value: Any) -> Markup:
    """A value for a ``<script type="application/json">``: nothing in it can end the script."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=encode)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def encode(value: Any) -> Any:
    """What JSON has no form for: dates as ISO text, prose and pictures as their fields."""
    if isinstance(value, date):
        return value.isoformat()
    return [getattr(value, name) for name in value.__dataclass_fields__]


@lru_cache(maxsize=4096)
def _relative(path: str, folder: str) -> str:
    """The way from a folder; each page asks it of its menu, and most of them stand in the same few folders."""
    return posixpath.relpath(path, folder or ".")


@lru_cache(maxsize=256)
def _qr_svg(text: str) -> str:
    import segno

    return segno.make(text, error="m", micro=False).svg_inline(border=0, omitsize=True, dark="#000", light=None)


def _explain(error: Exception, template: str, source: Position) -> Diagnostic:
    """What went wrong in a template, at its own line where that is known."""
    place, line = template, 0
    if isinstance(error, TemplateSyntaxError):
        place, line = error.name or template, error.lineno
    trace = error.__traceback__
    while trace:  # the innermost template; Jinja leaves its lines in the traceback, marked with this name
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            place, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    message = f"dit sjabloon kan «{source.file}» niet opmaken ({_reason(error)})"
    if source.file == f"templates/{place}":
        message = f"dit sjabloon is niet te gebruiken ({_reason(error)})"
    return fout(
        "sjabloon", Position(f"templates/{place}", line), message, "herstel het sjabloon, of haal uw eigen versie weg"
    )


def _reason(error: Exception) -> str:
    match error:
        case TemplateNotFound():
            return f"het sjabloon {error} is er niet"
        case TemplateSyntaxError():
            return f"de schrijfwijze klopt niet: {error.message}"
        case UndefinedError():
            named = re.findall(r"'([^']+)'", str(error)) or ["deze waarde"]
            return f"«{named[-1]}» is hier niet bekend"
        case UnicodeDecodeError():
            return "het is geen UTF-8"
        case _ if type(error) is LookupError:  # our own sentence, raised above
            return str(error)
        case _:
            return "een bewerking lukt niet met deze waarden"
