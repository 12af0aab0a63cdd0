"""The documentation is complete: every setting, error code, command and decision stands in it, and no link is dead."""

import inspect
import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
import typer

import newswire
from newswire.api.routes import ROUTES
from newswire.cli.main import app
from newswire.delivery.statement import COLUMNS
from newswire.edition.policy import STEPS
from newswire.formats.table import FORMATS
from newswire.kit.errors import NewswireError
from newswire.project import environment
from newswire.public.feeds.addresses import FORMS
from newswire.public.policy.crawlers import CRAWLERS
from newswire.public.policy.robots import TO_BE_READ
from newswire.public.sitemaps import INDEX_PATH, NEWS_PATH

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
PAGES = [path for path in ROOT.rglob("*.md") if not {".venv", "newswire-data", "node_modules"} & set(path.parts)]


def read_rows(page: str) -> set[str]:
    """The first cell of every row that names something in code style."""
    return set(re.findall(r"^\| `([^`]+)`", (REFERENCE / page).read_text(), re.MULTILINE))


def all_errors() -> set[type[NewswireError]]:
    for module in walk_packages(newswire.__path__, "newswire."):
        if ".migrations" not in module.name and not module.name.endswith(("workers", "asgi", "web", "build", ".live")):
            import_module(module.name)
    found, waiting = set(), [NewswireError]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += one.__subclasses__()
    return {one for one in found if one.__module__.startswith("newswire.")}


def read_commands(group: typer.Typer, before: str) -> set[str]:
    names = set()
    for command in group.registered_commands:
        assert command.name is not None
        names.add(f"{before} {command.name}")
    for sub in group.registered_groups:
        assert sub.typer_instance is not None
        names |= read_commands(sub.typer_instance, f"{before} {sub.name}")
    return names


def test_every_setting_is_documented() -> None:
    read = set(re.findall(r'variables(?:\.get\(|\[)"(\w+)"', inspect.getsource(environment)))
    assert "NEWSWIRE_HOME" in read
    assert read_rows("settings.md") == read


def test_every_error_code_is_documented_and_means_one_thing() -> None:
    errors = all_errors()
    codes = [one.code for one in errors]
    assert sorted(codes) == sorted(set(codes))
    assert read_rows("errors.md") == set(codes)


def test_every_command_is_documented_and_has_an_example() -> None:
    assert read_rows("commands.md") == read_commands(app, "newswire")


def test_every_format_is_documented() -> None:
    page = (REFERENCE / "formats.md").read_text()
    assert [name for name in FORMATS if f"`{name}`" not in page] == []


def test_every_address_of_the_machines_is_documented_with_its_scope() -> None:
    rows = re.findall(r"^\| `(/v1[^`]+)` \| `(\w+)` ", (REFERENCE / "doors.md").read_text(), re.MULTILINE)
    assert rows == [(route.path, route.scope) for route in ROUTES]


def test_the_columns_of_the_usage_statement_are_documented() -> None:
    page = (REFERENCE / "doors.md").read_text()
    assert [column for column in COLUMNS if f"`{column}`" not in page] == []


def test_what_the_website_tells_machines_is_documented() -> None:
    page = (REFERENCE / "website.md").read_text()
    crawlers = re.findall(r"^\| `(\w+)` \| .+ \| (.+) \|$", page, re.MULTILINE)
    assert {use: tokens for use, tokens in crawlers if use in STEPS} == {
        use: ", ".join(f"`{one.token}`" for one in CRAWLERS if one.use == use) or "–" for use in STEPS
    }
    assert [form for form in FORMS if f"feed.{form}" not in page] == []
    named = (*TO_BE_READ, INDEX_PATH, NEWS_PATH)
    assert [path for path in named if f"`{path}`" not in page] == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    assert [path.name for path in sorted(folder.glob("0*.md")) if path.name not in index] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_between_pages_is_dead(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "journeys").glob("*.md")), ids=lambda path: path.stem)
def test_the_files_that_a_journey_names_exist(page: Path) -> None:
    named = set(re.findall(r"`(\w+/[\w/]+\.py)", page.read_text()))
    assert named
    assert [name for name in named if not (ROOT / "src" / "newswire" / name).exists()] == []
