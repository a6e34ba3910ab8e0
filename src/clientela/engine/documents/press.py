"""Runs in a process of its own (python -I press.py): sets one Typst document, with limits, and knows nothing else.

Reads from standard input one JSON line {"fonts", "ppi", "format", "seconds", "memory", "timestamp", "standards"}; the folder it is
started in holds main.typ, values.json and what the template may read. Writes the document, or to standard error the
mistake as JSON {"message", "diagnostic"}; then the exit status is 1.
"""

from __future__ import annotations

import json
import resource
import sys


def main() -> int:
    job = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (job["memory"], job["memory"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import typst

    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=job["fonts"])
    compiler = typst.Compiler("main.typ", root=".", font_paths=known, ignore_system_fonts=True)
    try:
        made = compiler.compile(
            format=job["format"], ppi=job["ppi"], timestamp=job["timestamp"], pdf_standards=job["standards"]
        )
    except typst.TypstError as mistake:
        said = {"message": mistake.message, "diagnostic": mistake.diagnostic, "hints": mistake.hints}
        sys.stderr.write(json.dumps(said))
        return 1
    for page in made if isinstance(made, list) else [made or b""]:
        sys.stdout.buffer.write(b"%d\n" % len(page))
        sys.stdout.buffer.write(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
