"""Translation catalogues: reads the .po files translators edit and writes the .mo files gettext loads.

`python -m newswire.look.catalogue FOLDER…` compiles every .po below the folders, so that no one needs GNU gettext.
"""

import ast
import re
import struct
import sys
from pathlib import Path

_FIELD = re.compile(r'(msgid|msgid_plural|msgstr|msgstr\[\d\]) (".*")')


def read_po(text: str) -> dict[str, str]:
    """msgid → msgstr of a .po file without contexts (we use none); raises ValueError on what it cannot read.

    A text with plurals is kept as a .mo file keeps it: singular NUL plural → form 0 NUL form 1…
    """
    entries: dict[str, str] = {}
    parts: dict[str, str] = {}
    field = ""
    for number, raw in enumerate([*text.splitlines(), ""], start=1):
        line = raw.strip()
        if line.startswith("#"):
            continue
        if not line:
            if parts:
                key = "\0".join(value for name, value in parts.items() if name.startswith("msgid"))
                if key in entries:
                    raise ValueError(f"line {number}: {key!r} stands there twice")
                forms = [value for name, value in parts.items() if name.startswith("msgstr")]
                entries[key] = "\0".join(forms) if all(forms) else ""
            parts, field = {}, ""
        elif match := _FIELD.fullmatch(line):
            field = match[1]
            parts[field] = ast.literal_eval(match[2])
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
