"""What to do next, told after something new was made."""

AFTER_A_SITE = """is uw site. Zo gaat u verder:
  bouwen:         ./spijs build
  een pagina:     ./spijs new pagina over-ons
  alles nakijken: ./spijs check
De woorden van de voorpagina staan in content/deuren/, de kleuren in site.yml: maak er de uwe van."""
AFTER_A_SOURCE = """staat klaar als concept.
Vul het aan, doe wat er bij «status» staat, en kijk het na met: ./spijs check"""
AFTER_A_COPY = """is nu van u, met wat Spijs daarnaast heeft.
Pas aan wat u anders wilt, en kijk het na met: ./spijs check"""
