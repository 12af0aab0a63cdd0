"""Translation catalogues: reads the .po files translators edit and writes the .mo files gettext loads.

`python -m newswire.look.catalogue FOLDER…` compiles every .po below the folders, so that no one needs GNU gettext.
"""

import ast
import struct
import sys
from pathlib import Path


def read_po(text: str) -> dict[str, str]:
    """msgid → msgstr of a .po file without plurals or contexts (we use neither); raises ValueError on anything else."""
    entries: dict[str, str] = {}
    parts: dict[str, str] = {}
    field = ""
    for number, raw in enumerate([*text.splitlines(), ""], start=1):
        line = raw.strip()
        if line.startswith("#"):
            continue
        if not line:
            if "msgid" in parts:
                if parts["msgid"] in entries:
                    raise ValueError(f"line {number}: {parts['msgid']!r} stands there twice")
                entries[parts["msgid"]] = parts.get("msgstr", "")
            parts, field = {}, ""
        elif line.startswith(("msgid ", "msgstr ")):
            field, _, quoted = line.partition(" ")
            parts[field] = ast.literal_eval(quoted)
        elif line.startswith('"') and field:
            parts[field] += ast.literal_eval(line)
        else:
            raise ValueError(f"line {number}: cannot read {line!r}")
    return entries


def encode_mo(entries: dict[str, str]) -> bytes:
    """A GNU .mo file (gettext manual, section 10.3), without hash table; untranslated entries are left out."""
    pairs = sorted((key.encode(), value.encode()) for key, value in entries.items() if value)
    head = 7 * 4
    keys_at = head + 16 * len(pairs)
    values_at = keys_at + sum(len(key) + 1 for key, _ in pairs)
    key_table, value_table = b"", b""
    for key, value in pairs:
        key_table += struct.pack("<II", len(key), keys_at)
        value_table += struct.pack("<II", len(value), values_at)
        keys_at += len(key) + 1
        values_at += len(value) + 1
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), head, head + 8 * len(pairs), 0, head + 16 * len(pairs))
    texts = b"".join(key + b"\0" for key, _ in pairs) + b"".join(value + b"\0" for _, value in pairs)
    return header + key_table + value_table + texts


def main(folders: list[str]) -> None:
    """Compiles every .po below `folders` beside itself."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.po")):
            path.with_suffix(".mo").write_bytes(encode_mo(read_po(path.read_text("utf-8"))))
            print(path.with_suffix(".mo"))


if __name__ == "__main__":
    main(sys.argv[1:])
