"""``site.yml``: the facts that every page shares, decoded like any other source."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from builder.colours import (
    ROLES,
    SETS,
    SHAPES,
    TINT,
    Drukkleuren,
    Kleurnamen,
    blend,
    by_role,
    contrast,
    darker,
    mix,
    share_for_text,
    shares,
)
from builder.comparing import same
from builder.diagnostics import Diagnostic, Position, fout, waarschuwing
from builder.inputs import Inputs
from builder.merge import Fact, Facts
from builder.pages import Ink
from builder.placeholders import left
from builder.promises import Beloften
from builder.reading import SITE as SITE
from builder.reading import Source, read_source
from builder.schema import Model, decode, strangers
from builder.schema.dates import Datum
from builder.schema.fields import (
    NOWHERE,
    Alinea,
    Email,
    Form,
    JaNee,
    Kleurcode,
    Kop,
    Letternaam,
    Ref,
    Regel,
    Telefoon,
    Webadres,
    getal,
    naar,
    refuse,
    text_of,
    tot,
)
from builder.values import reach
from builder.vocabularies import Woordenlijsten


class Contact(Model):
    """The one contactblok: it stands on every page, sheet and poster, and is no longer than these have room for."""

    intranet: Annotated[str, tot(90)] = Field(
        description="hoe men de pagina's op het intranet vindt, zoals op papier gedrukt"
    )
    email: Email = Field(description="e-mailadres van het centrum")
    telefoon: Telefoon = Field(description="telefoonnummer")
    tijden: Annotated[str, tot(100)] = Field(description="vaste tijden waarop er iemand opneemt")
    plek: Annotated[str, tot(120)] = Field(description="waar men kan binnenlopen")
    anderen: tuple[Regel, ...] = Field(
        (), max_length=100, description="nummers, adressen, uren en namen van anderen, die ook in teksten mogen staan"
    )


class Lettertype(Model):
    """A font family with its files in ``templates/lettertypen/``; what each of them is, is read from the file."""

    naam: Letternaam = Field(description="naam van het lettertype")
    bestanden: tuple[Regel, ...] = Field(
        (), description="bestanden in templates/lettertypen/ (TTF, OTF, WOFF of WOFF2); niets: alle die daar liggen"
    )
    rechtop: tuple[Regel, ...] = Field((), description="oude vorm van bestanden: die met rechte letters")
    cursief: tuple[Regel, ...] = Field((), description="oude vorm van bestanden: die met schuine letters")

    def files(self) -> tuple[str, ...]:
        """Every file that was named."""
        return (*self.bestanden, *self.rechtop, *self.cursief)


class Huisstijl(Model):
    """The house style as data: it feeds screen and print alike, and is refused when it cannot be read."""

    papier: Kleurcode = Field(description="ondergrond")
    inkt: Kleurcode = Field(description="kleur van de tekst")
    eerste: Kleurcode = Field(description="eerste kleur")
    tweede: Kleurcode = Field(description="tweede kleur")
    derde: Kleurcode = Field(description="derde kleur")
    vierde: Kleurcode = Field(description="vierde kleur")
    vijfde: Kleurcode = Field(description="vijfde kleur")
    namen: Kleurnamen = Field(Kleurnamen(), description="hoe uw huis de kleuren noemt, voor in de bronnen")
    lettertype: Lettertype = Field(description="het lettertype van alle teksten")
    hoekradius: Annotated[int, getal(0, 40)] = Field(description="ronding van hoeken, in pixels")
    logo: Regel | None = Field(None, description="het logo (SVG, PNG of JPEG), een bestand in templates/")
    tekeningen: Literal["tafel", "neutraal"] = Field("neutraal", description="de tekeningen: vormen en taferelen")
    drukkleuren: Drukkleuren | None = Field(None, description="dezelfde kleuren in inkt (CMYK), voor de drukkerij")

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if contrast(self.inkt, self.papier) < 7:
            raise refuse("kleur", "inkt op papier heeft te weinig contrast", "kies donkerder inkt of lichter papier")
        for name, ground in self.tokens().items():
            if not name.startswith("op-") and f"op-{name}" in self.tokens():
                ratio = contrast(self.tokens()[f"op-{name}"], ground)
                if ratio < 4.5:
                    message = f"tekst op «{self.called(name)}» heeft contrast {ratio:.1f} en moet 4,5 hebben"
                    raise refuse("kleur", message.replace(".", ",", 1), "maak deze kleur donkerder of lichter")
        return self

    def called(self, name: str) -> str:
        """What this house calls a colour (``zee``, ``zee-licht``) that styles know by another word."""
        strong, dash, tint = name.partition("-")
        role = next((role for role, word in ROLES.items() if word == strong), None)
        return f"{getattr(self.namen, role) or role}{dash}{tint}" if role else name

    def names(self) -> dict[str, str]:
        """The roles of the colours by what the house calls them."""
        return {name: role for role in ROLES if (name := getattr(self.namen, role))}

    def shape(self, name: str) -> str:
        """What the chosen set calls a shape that templates know by another word."""
        return SHAPES[name][SETS.index(self.tekeningen)]

    def shapes(self) -> tuple[str, ...]:
        """What the chosen set of drawings calls the nine shapes."""
        return tuple(words[SETS.index(self.tekeningen)] for words in SHAPES.values())

    def tokens(self) -> dict[str, str]:
        """Every colour that styles may use, by name, as ``#rrggbb``.

        Of each strong colour there is a light tint (``-licht``, a ground for ink) and a deep shade (``-diep``, text
        on paper, at least 4.5:1); ``op-…`` is the colour of text on that ground.
        """
        made = {"papier": self.papier, "inkt": self.inkt, "wit": "#ffffff", "op-papier": self.inkt}
        for role, name in ROLES.items():
            strong = getattr(self, role)
            made[name] = strong
            made[f"op-{name}"] = max(self.inkt, "#ffffff", key=lambda text: contrast(text, strong))
            made[f"{name}-licht"] = mix(strong, self.papier, TINT)
            made[f"op-{name}-licht"] = self.inkt
            made[f"{name}-diep"] = mix(strong, self.inkt, share_for_text(strong, self.papier, self.inkt))
        return made

    def inks(self) -> dict[str, Ink]:
        """The ink for each colour as it is on the screen: text in black alone, and what ``drukkleuren`` says."""
        made: dict[str, Ink] = {self.inkt: (0.0, 0.0, 0.0, 1.0)}
        if self.drukkleuren:
            tokens, given = self.tokens(), self.drukkleuren
            for role, name in ROLES.items():
                strong, paper = (shares(getattr(given, part)) for part in (role, "papier"))
                share = share_for_text(getattr(self, role), self.papier, self.inkt)
                made[tokens[f"{name}-licht"]] = blend(strong, paper, TINT)
                made[tokens[f"{name}-diep"]] = darker(strong, share)
                made[tokens[name]] = strong
            made |= {self.papier: shares(given.papier), self.inkt: shares(given.inkt)}
        return made


def _menu_entry(value: Any) -> Ref:
    """A source with a page, as ``map/naam``, or the list of a kind, by the name of its folder."""
    if isinstance(value, Ref):
        return value
    folder, _, name = same(text_of(value)).partition("/")
    if not re.fullmatch(r"[a-z0-9-]+", folder) or not re.fullmatch(r"[a-z0-9-]*", name):
        message = f"'{str(value)[:60]}' kan geen punt van het menu zijn"
        raise refuse("verwijzing", message, "schrijf map/naam, zoals deuren/anders, of een lijst, zoals vacatures")
    return Ref(folder, name, getattr(value, "position", NOWHERE), whole=True)


Menupunt = Annotated[Ref, Form(_menu_entry, {"type": "string", "x-spijs-verwijzing": "map/naam"}, "deuren/anders")]
MOVED = "voorpagina"  # the words of the front page stood here until there were doors
OLD_PAGES = ("voorpagina", "anders", "leiding", "leiding-deur", "centrum", "makers")  # templates from before them


class Settings(Model):
    """All of ``site.yml``."""

    naam: Kop = Field(description="naam van het loopbaancentrum")
    roepnaam: Kop | None = Field(None, description="hoe men het centrum noemt; leeg: de naam")
    organisatie: Annotated[Ref, naar("organisatie")] = Field(description="de eigen organisatie")
    adres: Webadres = Field(description="vast adres van het intranet, voor QR-codes en mail; eindigt op /")
    kenmerk: Alinea = Field(description="wat het centrum is, in een of twee zinnen")
    voorbeeld: JaNee = Field(False, description="ja: op alles staat dat dit een voorbeeld is")
    voorbeelddatum: Datum | None = Field(None, description="vaste dag waarvoor het voorbeeld gebouwd wordt")
    contact: Contact = Field(description="het contactblok")
    menu: tuple[Menupunt, ...] = Field(
        (),
        max_length=20,
        description="het menu, op volgorde: een deur of pagina als map/naam, of een lijst, zoals vacatures",
    )
    beloften: Beloften = Field(
        Beloften(), description="wat lezers van u mogen verwachten; wat hier niet staat, staat nergens"
    )
    woordenlijsten: Woordenlijsten = Field(
        default_factory=Woordenlijsten, description="de woorden waaruit bronnen kiezen; wat hier niet staat, is gewoon"
    )
    huisstijl: Huisstijl = Field(description="kleuren, letters en logo")

    @property
    def facts(self) -> Facts:
        """What texts name between braces, so that it stands in one place."""
        contact = self.contact
        return {
            "centrum": Fact(self.naam),
            "roepnaam": Fact(self.roepnaam or self.naam),
            "telefoon": Fact(contact.telefoon, reach.link(contact.telefoon)),
            "tijden": Fact(contact.tijden),
            "email": Fact(contact.email, f"mailto:{contact.email}"),
            "intranet": Fact(contact.intranet, self.adres),
            "plek": Fact(contact.plek),
        }


def load_settings(site: Inputs) -> tuple[Settings | None, list[Diagnostic]]:
    """Read ``site.yml``: the settings, or what is wrong with them."""
    settings, _, findings = read_settings(site)
    return settings, findings


def read_settings(site: Inputs) -> tuple[Settings | None, Source | None, list[Diagnostic]]:
    """Read ``site.yml``: the settings, the file as it was written, and what is wrong with it."""
    if not site.sources.file(SITE):
        message = f"er is geen {SITE} in {site.root.name or site.root}"
        return None, None, [fout("geen-site", Position(SITE), message, "maak er een met: ./spijs new site MAP")]
    source, findings = read_source(site, SITE)
    if source is None:
        return None, None, findings
    findings += [*_moved(source), *_old_templates(site)]
    left_over = {name: node for name, node in source.fields.entries.items() if name != MOVED}
    fields = by_role(replace(source.fields, entries=left_over))
    settings, found = decode(Settings, fields)
    if settings is not None:  # the texts of the settings may name its facts as well
        findings += strangers(source, settings.facts)
        settings, found = decode(Settings, fields, facts=settings.facts)
    return settings, source, [*findings, *found, *left(source)]


def _moved(source: Source) -> Iterator[Diagnostic]:
    """That the words of the front page have a place of their own now."""
    if MOVED in source.fields.entries:
        remedy = (
            "zet ze in uw site met: ./spijs new deur voorpagina; zet deze «zin» daar in «voorpagina» bij «titel» en "
            "«uitleg» bij «zin», deze zinnen in «anders» en «ik-geef-leiding» bij «kaart», en haal dit hier weg"
        )
        message = "de woorden van de voorpagina staan nu in content/deuren/"
        yield fout("verhuisd", source.fields.keys.get(MOVED, Position(SITE, 1)), message, remedy)


def _old_templates(site: Inputs) -> Iterator[Diagnostic]:
    """Templates of the site for pages that have become doors: nothing looks at these any more."""
    names = [f"intranet/{page}.html" for page in OLD_PAGES]
    for name in (name for own in site.theme[:-1] for name in names if own.file(name)):
        message = "dit sjabloon doet niet meer mee: deze pagina is nu een deur"
        remedy = "zet de woorden in de deur, eigen opmaak in intranet/deur.html, en haal dit bestand weg"
        yield waarschuwing("verhuisd", Position(f"templates/{name}", 1), message, remedy)


def today_for(settings: Settings | None, wanted: date | None, clock: date) -> date:
    """The day for which is built: the one asked for, else the example's, else that of the clock."""
    return wanted or (settings and settings.voorbeelddatum) or clock
