"""Articles that try to run something, lead somewhere, or look like something else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rapport.ledger import Ledger
from rapport.records import Source, When
from tests.conftest import Story
from tests.ledger.told import moved

SCRIPT: Final = "<script>document.title='owned'</script>"
MARKUP: Final = "<img src=x onerror=alert(1)><b>Bold</b>"
MARKDOWN: Final = "[click](javascript:alert(1)) ![p](http://evil.example/p.png) <http://evil.example/a> `code` # head | cell"
TYPST: Final = '#image("secret.svg") $x$ *b* @ref #link("http://evil.example/t")[t] </style>'
TURNED: Final = "\u202egnorw si siht\u202c"


def ledger(path: Path, url: str = "javascript:document.title='owned'") -> Path:
    """A ledger of hostile articles about Ada Quill and Tom Reyes."""
    met = f"Ada Quill met Tom Reyes {SCRIPT} and “{TURNED}” {MARKDOWN} {TYPST} on Monday."
    s = Story(
        f"{met}\n\nAda Quill said: “{SCRIPT} no {TURNED} {MARKDOWN}”.\n\n1. Tom Reyes promised {MARKUP}.", f"Evil {MARKUP}", "2031-03-01", MARKUP
    )
    quill, reyes, aide = s.actor("Ada Quill", role=MARKUP), s.actor("Tom Reyes"), s.actor(f"an aide {MARKDOWN}", "unnamed")
    s.contact(
        "meeting", "happened", (quill, reyes), met, "met", place=MARKUP, topics=(SCRIPT, MARKDOWN, TYPST), when=When("on Monday", "2031-02-24", "2031-02-24"),
        according_to=(Source(aide, "unnamed", via=f"Wire {MARKDOWN}"),),
    )  # fmt: skip
    s.contact("call", "planned", (quill, reyes), f"Tom Reyes promised {MARKUP}.", "promised")
    s.statement(quill, "direct", "criticize", f"“{SCRIPT} no {TURNED} {MARKDOWN}”", "said", about=(reyes,))
    s.statement(reyes, "indirect", "promise", f"promised {MARKUP}", "promised", about=(quill,))
    s.stance(reyes, "positive", quill, met, SCRIPT)
    with Ledger(path) as file:
        with file.run("read") as run:
            run.add(moved(s.reading(), url), "origin", "w1")
        file.resolve()
    return path
