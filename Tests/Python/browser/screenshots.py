#!/usr/bin/env python3
"""Renews the pictures that README.md shows, from the service and the mail as they are.

    .build/venv/bin/python Tests/Python/browser/screenshots.py             Docs/images/page.png and mail.png
    .build/venv/bin/python Tests/Python/browser/screenshots.py --all DIR   every page: light, dark, narrow
"""
import argparse
import base64
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from chrome import Chrome  # noqa: E402  (the paths are needed first)
from elsewhere import Elsewhere  # noqa: E402
from harness import ROOT, Catcher, Service, link_in  # noqa: E402
from states import World  # noqa: E402

BASE = "https://confirm.example.com"
LARGEST = 150_000


def shoot(chrome, path, width, scale=1.0):
    """The whole page at this width."""
    chrome.size(width, 400, scale)
    height = chrome.run("return Math.ceil(document.documentElement.getBoundingClientRect().height)")
    chrome.size(width, max(height, 1), scale)
    picture = chrome.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=True)
    path.write_bytes(base64.b64decode(picture["data"]))


def for_readme(folder, chrome):
    """ann invites bob; what he gets, and what he sees behind the link."""
    catcher, site = Catcher(), Elsewhere()
    service = Service(f"smtp://{catcher.smtp}", COUNTERSIGN_BASE_URL=BASE)
    try:
        service.run(
            "gallery", "add", "demo", "--name", "Demo Gallery", "--url", "https://gallery.example.com", "--from",
            "no-reply@gallery.example.com")
        service.key = service.add_key("demo", "notify", "read")
        service.start().owners(names=["ann"])
        service.invite(note="You wrote half of the parser. Shall we look after it together?").raise_for_status()
        mail = catcher.next("bob@example.org")
        chrome.get(link_in(mail).replace(BASE, service.url))
        shoot(chrome, folder / "page.png", 720, 1.25)
        chrome.get(site.put("/mail", mail["html"]))
        shoot(chrome, folder / "mail.png", 720, 1.25)
    finally:
        site.stop()
        service.clear()
        catcher.stop()
    for name in ("page.png", "mail.png"):
        size = (folder / name).stat().st_size
        print(f"{folder / name}: {size} bytes")
        assert size <= LARGEST, "too large for a README"


def everything(folder, chrome):
    """Each state in each way of looking, for a designer's eye."""
    world = World()
    try:
        for name, state in world.build().states.items():
            state.visit(chrome)
            for look, width, media in (
                    ("light", 720, {}), ("dark", 720, {"prefers_color_scheme": "dark"}), ("narrow", 320, {}),
                    ("forced", 720, {"forced_colors": "active"})):
                chrome.media(**media)
                shoot(chrome, folder / f"{name.replace(' ', '-')}.{look}.png", width)
            chrome.media()
    finally:
        world.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", metavar="DIR", type=pathlib.Path, help="every page, into this folder")
    folder = parser.parse_args().all
    chrome = Chrome()
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            everything(folder, chrome)
        else:
            (ROOT / "Docs/images").mkdir(parents=True, exist_ok=True)
            for_readme(ROOT / "Docs/images", chrome)
    finally:
        chrome.stop()


if __name__ == "__main__":
    main()
