"""Puts the page together: HTML, style, scripts and the packed module. Says its size. Usage: assemble.py MODULE OUT"""

import base64
import gzip
import hashlib
import pathlib
import re
import sys

PAGE = pathlib.Path(__file__).parent / "page"
# What is shown to people who have no backup at hand.
EXAMPLE = pathlib.Path(__file__).parent.parent / "tests/fixtures/vault-link-to-deleted-key.json"
# In the order in which they need each other.
SCRIPTS = ["dom", "engine", "show", "packs", "state", "result", "app"]


def read(name):
    return (PAGE / name).read_text(encoding="utf-8")


def scoped(name):
    """A module as a function of its own: imports become constants, exports its value."""
    text = read(f"{name}.js")
    text = re.sub(r'^import \* as (\w+) from "\./(\w+)\.js";$', r"const \1 = from_\2;", text, flags=re.M)
    text = re.sub(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', r"const \1 = from_\2;", text, flags=re.M)
    exports = re.findall(r"^export (?:async )?(?:function|const) (\w+)", text, flags=re.M)
    text = re.sub(r"^export ", "", text, flags=re.M)
    return f"const from_{name} = (() => {{\n{text}\nreturn {{ {', '.join(exports)} }};\n}})();\n"


def hashed(text):
    """As a policy names an inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def main(module, out):
    code = pathlib.Path(module).read_bytes()
    packed = gzip.compress(code, compresslevel=9, mtime=0)
    script = '"use strict";\n' + "".join(scoped(name) for name in SCRIPTS)
    style, worker = read("style.css"), '"use strict";\n' + read("worker.js")
    parts = {
        "style": style,
        "script": script,
        "worker": worker,
        "example": EXAMPLE.read_text(encoding="utf-8").strip(),
        "module": base64.b64encode(packed).decode(),
        "style-hash": hashed(style),
        "script-hash": hashed(script),
    }
    for name in ("style", "script", "worker", "example"):
        assert not re.search(r"</(script|style)|<!--", parts[name], re.I), f"{name} would end its element"
    page = re.sub(r"\{\{([a-z-]+)\}\}", lambda found: parts[found[1]], read("index.html"))
    pathlib.Path(out).write_text(page, encoding="utf-8", newline="\n")
    size = len(page.encode())
    print(f"{out}: {size:,} bytes ({size / 1e6:.1f} MB); the module has {len(code):,} bytes, packed {len(packed):,}")


if __name__ == "__main__":
    main(*sys.argv[1:])
