"""The ledger in other tools' formats."""

from rapport.export.csv import export_csv
from rapport.export.jsonl import export_jsonl, json_text

__all__ = ["export_csv", "export_jsonl", "json_text"]
