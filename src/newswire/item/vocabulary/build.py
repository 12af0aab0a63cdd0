"""Makes `mediatopics.json` from IPTC's own files: `python -m newswire.item.vocabulary.build CONCEPTS.json LABELS.xlsx`.

The release of Media Topics decides which concepts there are and how they nest; the older spreadsheet adds labels in
more languages for those that are still there, and `mediatopics_own.json` ours in languages that IPTC publishes none in.
"""

import json
import sys
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from newswire.item.vocabulary.mediatopics import qcode_of

LANGUAGES = {"ar": "ar", "de": "de", "es": "es", "fr": "fr", "pt-PT": "pt"}
TARGET = Path(__file__).with_name("mediatopics.json")
OWN = Path(__file__).with_name("mediatopics_own.json")


def read_labels(path: Path) -> dict[str, dict[str, str]]:
    """Labels by qcode and language from IPTC's mapping spreadsheet (columns `Prefered Label (ar)` and the like)."""
    sheet = load_workbook(path, read_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    head: list[str] = []
    labels: dict[str, dict[str, str]] = {}
    for row in rows:
        cells = [str(cell or "").strip() for cell in row]
        if not head:
            if any(cell.startswith("NewsCode-QCode") for cell in cells):
                head = cells
            continue
        qcode = next((cell for cell in cells if cell.startswith("medtop:")), "")
        for column, language in LANGUAGES.items():
            index = next((i for i, name in enumerate(head) if name.startswith("Name") and f"({column})" in name), None)
            if qcode and index is not None and index < len(cells) and cells[index]:
                labels.setdefault(qcode, {})[language] = cells[index]
    return labels


def build(concepts: Path, spreadsheet: Path) -> dict[str, dict[str, Any]]:
    """qcode → `{"broader": qcode or "", "labels": {language: label}}` for every concept that is not retired."""
    more = read_labels(spreadsheet)
    ours = json.loads(OWN.read_text("utf-8"))
    topics: dict[str, dict[str, Any]] = {}
    for concept in json.loads(concepts.read_text())["conceptSet"]:
        if "retired" in concept:
            continue
        qcode = concept["qcode"]
        labels = {"en": concept["prefLabel"]["en-GB"], **ours.get(qcode, {}), **more.get(qcode, {})}
        broader = qcode_of(next(iter(concept.get("broader", [])), ""))
        topics[qcode] = {"broader": broader, "labels": labels}
    return topics


if __name__ == "__main__":
    made = build(Path(sys.argv[1]), Path(sys.argv[2]))
    lines = (f"{json.dumps(q)}: {json.dumps(t, ensure_ascii=False, sort_keys=True)}" for q, t in sorted(made.items()))
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")
