"""Every text of the portal is translated into every interface language, and compiled."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.look.catalogue import encode_mo, read_po
from newswire.portal import page

PORTAL = Path(page.__file__).parent
LANGUAGES = [language for language in CLIENT_LANGUAGES if language != "en"]  # the texts themselves are English
PLACEHOLDER = re.compile(r"%\(\w+\)s|{\w+}")


def strings() -> set[str]:
    """Every text that the portal's templates and code hand to gettext."""
    found: set[str] = set()
    for path in PORTAL.rglob("*.html"):
        template = path.read_text("utf-8")
        found |= {match[2] for match in re.finditer(r"{% translate (['\"])(.*?)\1", template)}
        for match in re.finditer(r"{% blocktranslate [^%]*%}(.*?){% endblocktranslate %}", template):
            found.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", match[1]).replace("{% plural %}", "\0"))
    for path in PORTAL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "gettext"):
                assert isinstance(node.args[0], ast.Constant)
                found.add(str(node.args[0].value))
    return found


def catalogue(language: str) -> Path:
    return PORTAL / "locale" / language / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    entries = read_po(catalogue(language).read_text("utf-8"))
    wanted = strings()
    assert len(wanted) > 100
    assert set(entries) - {""} == wanted
    for text, translated in entries.items():
        assert translated, text
        if text:
            wanted_fields = sorted(PLACEHOLDER.findall(text.partition("\0")[0]))
            for form in translated.split("\0"):
                assert sorted(PLACEHOLDER.findall(form)) == wanted_fields, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_translators_wrote(language: str) -> None:
    path = catalogue(language)
    assert path.with_suffix(".mo").read_bytes() == encode_mo(read_po(path.read_text("utf-8")))


def test_texts_hold_no_percent_sign_that_the_template_tag_would_double() -> None:
    for path in PORTAL.rglob("*.html"):
        assert not re.search(r"{% translate ['\"][^%}]*%\(", path.read_text("utf-8")), path


def said(text: str) -> str:
    """The translation in force, of one where a text has plurals."""
    singular, _, plural = text.partition("\0")
    return translation.ngettext(singular, plural, 1) if plural else translation.gettext(singular)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_other_parts_catalogue_puts_its_words_into_the_portals_mouth(language: str) -> None:
    entries = read_po(catalogue(language).read_text("utf-8"))
    with translation.override(language):
        in_force = {text: said(text) for text in entries if text}
    assert in_force == {text: translated.partition("\0")[0] for text, translated in entries.items() if text}
