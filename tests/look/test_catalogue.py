"""Translation catalogues: read, compiled, understood by gettext."""

import gettext
import io

import pytest

from newswire.look.catalogue import encode_mo, read_po

PO = """
# a translator's remark
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

#, python-format
msgid "%(minutes)d min"
msgstr "%(minutes)d dk"

msgid ""
"two "
"lines"
msgstr "iki \\"satır\\""

msgid "not yet"
msgstr ""
"""


def test_what_is_compiled_is_what_gettext_reads() -> None:
    entries = read_po(PO)
    compiled = gettext.GNUTranslations(io.BytesIO(encode_mo(entries)))
    assert compiled.gettext("%(minutes)d min") == "%(minutes)d dk"
    assert compiled.gettext("two lines") == 'iki "satır"'
    assert compiled.gettext("not yet") == "not yet"
    assert compiled.charset() == "UTF-8"


def test_compiling_is_the_same_every_time_whatever_the_order() -> None:
    entries = read_po(PO)
    assert encode_mo(entries) == encode_mo(dict(reversed(entries.items())))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "twice"),
        ('msgid "a"\nmsgid_plural "as"\n', "line 2: cannot read"),
        ('"lost"\n', "line 1: cannot read"),
    ],
)
def test_what_we_do_not_use_is_refused_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_po(text)
