"""The pictures of pages, drawn beside the threads that ask ledgers: one at a time, each once."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rapport.report.pictures import draw

# The renderer is one engine with its own thread: more would wait for it.
_pool = ThreadPoolExecutor(1, "rapport-picture")


async def drawn(spec: dict[str, Any]) -> str:
    """The SVG of a specification; drawn once, and remembered while the last hundred are."""
    return await asyncio.get_running_loop().run_in_executor(_pool, draw, json.dumps(spec, sort_keys=True, ensure_ascii=False))


def warm() -> None:
    """Load the renderer, which takes seconds the first time."""
    empty = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "data": {"values": []}, "mark": "point", "encoding": {}}
    _pool.submit(draw, json.dumps(empty)).result()
