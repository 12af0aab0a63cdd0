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


def test_plurals_are_what_gettext_reads() -> None:
    entries = read_po(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        'msgid "%(n)s story"\nmsgid_plural "%(n)s stories"\nmsgstr[0] "%(n)s dépêche"\nmsgstr[1] "%(n)s dépêches"\n\n'
        'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "un"\nmsgstr[1] ""\n'
    )
    compiled = gettext.GNUTranslations(io.BytesIO(encode_mo(entries)))
    assert [compiled.ngettext("%(n)s story", "%(n)s stories", count) for count in (1, 2)] == [
        "%(n)s dépêche",
        "%(n)s dépêches",
    ]
    assert compiled.ngettext("one", "many", 2) == "many"  # half translated is not translated


def test_compiling_is_the_same_every_time_whatever_the_order() -> None:
    entries = read_po(PO)
    assert encode_mo(entries) == encode_mo(dict(reversed(entries.items())))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "twice"),
        ('msgctxt "month"\nmsgid "May"\n', "line 1: cannot read"),
        ('"lost"\n', "line 1: cannot read"),
    ],
)
def test_what_we_do_not_use_is_refused_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_po(text)
