"""The ledger in other tools' formats."""

from rapport.export.csv import export_csv
from rapport.export.gexf import export_gexf
from rapport.export.graphml import export_graphml
from rapport.export.jsonl import export_jsonl, json_text
from rapport.export.parquet import export_parquet
from rapport.export.timelinejs import export_timelinejs

__all__ = ["export_csv", "export_gexf", "export_graphml", "export_jsonl", "export_parquet", "export_timelinejs", "json_text"]
