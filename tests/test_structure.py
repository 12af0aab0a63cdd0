"""The shape of the code: what import-linter cannot see, and lists of exceptions that may only shrink."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "newswire"
PYTHON = sorted(
    path for path in (*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py"))
)
WRITTEN = [path for path in PYTHON if "migrations" not in path.parts]
LINES = (
    ("cli",),
    ("project",),
    ("public", "portal", "desk", "api"),
    ("delivery", "search", "ingest"),
    ("routing", "editing"),
    ("subscribers", "enrichment"),
    ("wire", "edition", "media", "accounts"),
    ("formats", "query", "look"),
    ("item",),
    ("kit",),
)
DEMO = SOURCE / "project" / "demo"
DRAWINGS = {DEMO / "motifs", DEMO / "drawing.py"}
"""Pictures that happen to be written as code: their tests look at what comes out."""
LONG_FILES: frozenset[str] = frozenset()
LONG_FUNCTIONS: frozenset[str] = frozenset()


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def line_of(part: str) -> int:
    return next(index for index, parts in enumerate(LINES) if part in parts)


def may_reach(source: str, target: str) -> bool:
    return source == target or line_of(source) < line_of(target)


def test_files_have_at_most_400_lines() -> None:
    assert {name_of(path) for path in WRITTEN if len(path.read_text().splitlines()) > 400} == LONG_FILES


def test_functions_have_at_most_50_lines() -> None:
    found = {
        f"{name_of(path)}:{node.name}"
        for path in WRITTEN
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    }
    assert found == LONG_FUNCTIONS


def test_every_file_says_in_its_first_line_what_lives_there() -> None:
    silent = [
        name_of(path)
        for path in WRITTEN
        if path.name != "__init__.py" and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_public_functions_and_classes_of_the_source_have_docstrings() -> None:
    silent = [
        f"{name_of(path)}:{node.name}"
        for path in WRITTEN
        if SOURCE in path.parents
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_packages_do_no_work_on_import() -> None:
    assert [name_of(path) for path in PYTHON if path.name == "__init__.py" and path.read_text().strip()] == []


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
    assert [name_of(path) for path in PYTHON if {path.stem, *path.parent.parts} & drawers] == []


def test_there_are_at_least_as_many_lines_of_tests_as_of_code() -> None:
    def count(top: Path) -> int:
        return sum(
            len(path.read_text().splitlines())
            for path in WRITTEN
            if top in path.parents and not DRAWINGS & {*path.parents, path}
        )

    assert count(ROOT / "tests") >= count(SOURCE)


TEMPLATE_TAG = re.compile(r"""{%\s*(?:extends|include)\s+["']([\w-]+)/""")


@pytest.mark.parametrize("template", sorted(SOURCE.rglob("templates/**/*.html")), ids=name_of)
def test_templates_reach_only_parts_below_their_own(template: Path) -> None:
    source = template.relative_to(SOURCE).parts[0]
    parts = {part for line in LINES for part in line}
    targets = set(TEMPLATE_TAG.findall(template.read_text())) & parts
    assert {target for target in targets if not may_reach(source, target)} == set()


WAGTAILS_OWN = {"Picture.uploaded_by_user"}
"""Keys that a class of Wagtail's brings along; none of our code declares them."""


def test_foreign_keys_reach_only_parts_below_their_own() -> None:
    wrong = [
        f"{model.__name__}.{field.name} → {field.related_model}"
        for model in apps.get_models()
        if model.__module__.startswith("newswire.")
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and isinstance(field.related_model, type)
        and field.related_model.__module__.startswith("newswire.")
        and f"{model.__name__}.{field.name}" not in WAGTAILS_OWN
        and not may_reach(model.__module__.split(".")[1], field.related_model.__module__.split(".")[1])
    ]
    assert wrong == []


def test_no_script_or_style_stands_in_a_page() -> None:
    inline = re.compile(r"<script(?![^>]*\b(?:src|type=\"application/ld\+json\"))[^>]*>|<style|\son\w+=|\sstyle=", re.I)
    found = [name_of(path) for path in SOURCE.rglob("templates/**/*.html") if inline.search(path.read_text())]
    assert found == []
