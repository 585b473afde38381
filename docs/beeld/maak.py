"""Draw the picture of README.md from the sample as it is now:  .venv/bin/python -P docs/beeld/maak.py

Builds the sample in a folder of its own and puts its front page and printed matter on one sheet with Chromium, so it
needs what the tests need (``./spijs test`` once).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent.parent
SIZE = {"width": 1280, "height": 710}

SHEET = """<!doctype html><meta charset="utf-8"><style>
  body {{ margin: 0; padding: 40px; background: #faf1e0; display: grid; gap: 28px; width: 1520px }}
  div {{ display: flex; gap: 28px; align-items: flex-start; justify-content: space-between }}
  img {{ display: block; border: 1px solid #251b18 }}
  .pagina {{ width: 820px }} .naast {{ display: grid; grid-template-columns: 1fr 1fr; gap: 28px; flex: 1 }}
  .naast img, .rij img {{ width: 100% }} .rij {{ display: grid; grid-template-columns: repeat(6, 1fr) }}
</style><body><div><img class="pagina" src="{front}"><span class="naast">{beside}</span></div>
<div class="rij">{row}</div>"""


def main() -> None:
    """Build, look, compose."""
    chromium = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        output = Path(folder) / "output"
        subprocess.run([sys.executable, "-P", "-m", "builder", "build", "--output", output], cwd=ROOT, check=True)
        sheets = sorted((output / "overzicht").rglob("*.png"))
        posters = [sheet for sheet in sheets if "posters" in sheet.parts]
        others = [sheet for sheet in sheets if "posters" not in sheet.parts]
        browser = play.chromium.launch(executable_path=chromium)
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto((output / "intranet/index.html").as_uri())
        page.screenshot(path=Path(folder) / "voor.png")
        sheet = Path(folder) / "blad.html"
        shown = {"front": "voor.png", "beside": _images(posters[:2]), "row": _images([*posters[2:5], *others[:3]])}
        sheet.write_text(SHEET.format(**shown), encoding="utf-8")
        page.set_viewport_size({"width": 1600, "height": 900})
        page.goto(sheet.as_uri())
        page.screenshot(path=Path(__file__).parent / "resultaat.png", full_page=True)
        browser.close()


def _images(files: list[Path]) -> str:
    return "".join(f'<img src="{file.as_uri()}">' for file in files)


if __name__ == "__main__":
    main()
