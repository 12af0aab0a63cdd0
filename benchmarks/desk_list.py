"""How long the server takes to open the desk's story list of 100,000 stories: first page, filtered, searched."""

import os
import sys
import time
from datetime import UTC, datetime
from statistics import median

import psycopg
from tests.journeys.service import Service
from tests.project.postgres_homes import temporary_home

from benchmarks.report import NO_PEER, Outcome, Peer, percentile, print_outcome
from newswire.project.postgres.server import running

STORIES = 100_000
REQUESTS = 20
WARM_UP = 3
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PAGES = {
    "first_page": "/desk/stories/",
    "last_page": "/desk/stories/?p=200",
    "filtered": "/desk/stories/?stage=submitted",
    "searched": "/desk/stories/?q=harbour+99",
    "searched_nothing": "/desk/stories/?q=nothing+of+the+kind",
}

STORIES_SQL = """
INSERT INTO editing_story (
  guid, type, language, headline, standfirst, slugline, genre, byline, dateline_place, dateline_code, dateline_country,
  urgency, sections, subjects, places, people, organisations, keywords, body, picture_caption, picture_credit,
  picture_alt, summary, public, editor_note, public_note, usage_terms, sources, is_prepared, is_test, created_by_id,
  created_at, translated_version, stage, version, locked)
SELECT 'urn:newsml:bench.example:20261124:' || n, 'text', (ARRAY['en', 'tr', 'ar'])[1 + n %% 3],
  'Harbour of Northaven opens again, story ' || n, 'Forty ships waited', 'HARBOUR-' || n, '', 'Ada Lind', 'Northaven',
  '', 'NO', 1 + n %% 9, '["economy"]', '[]', 'Northaven', '', '', '', repeat('<p>The harbour opened again.</p>', 40),
  '', '', '', '', 'auto', '', '', '', 'The harbour master, by telephone', false, false, %(user)s,
  %(now)s::timestamptz - n * interval '1 minute', 0,
  CASE WHEN n %% 50 = 0 THEN 'submitted' WHEN n %% 10 = 0 THEN 'draft' ELSE 'released' END,
  CASE WHEN n %% 10 = 0 THEN 0 ELSE 1 END, false
FROM generate_series(1, %(count)s) AS n
"""
REVISIONS_SQL = """
INSERT INTO wagtailcore_revision (
  content_type_id, base_content_type_id, object_id, created_at, user_id, object_str, content)
SELECT t.id, t.id, s.id::text, s.created_at, s.created_by_id, s.headline,
  jsonb_build_object('pk', s.id, 'headline', s.headline, 'body', s.body)
FROM editing_story s, django_content_type t WHERE t.app_label = 'editing' AND t.model = 'story'
"""
LATEST_SQL = """
UPDATE editing_story s SET latest_revision_id = r.id FROM wagtailcore_revision r WHERE r.object_id = s.id::text
"""
LOG_SQL = """
INSERT INTO wagtailcore_modellogentry (
  content_type_id, label, action, data, timestamp, user_id, content_changed, deleted, object_id)
SELECT t.id, s.headline, 'wagtail.edit', '{}', s.created_at, s.created_by_id, true, false, s.id::text
FROM editing_story s, django_content_type t WHERE t.app_label = 'editing' AND t.model = 'story'
"""


def main() -> None:
    """Makes the stories by SQL in a database of its own and asks for the list through Django, as the server does."""
    with temporary_home() as home:
        service = Service(home)
        service.set_up([])
        with running(home):
            os.environ |= {
                "NEWSWIRE_HOME": str(home),
                "DATABASE_URL": service.dsn,
                "DJANGO_SETTINGS_MODULE": "newswire.project.settings",
                "NEWSWIRE_SECRET_KEY": "only for the benchmark",
            }
            times = measure(service.dsn)
    report(times)


def fill(dsn: str, user: int, count: int) -> None:
    """`count` stories with their revisions and Wagtail's log, as a newsroom has them after months."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(STORIES_SQL, {"user": user, "now": NOW, "count": count})
        for statement in (REVISIONS_SQL, LATEST_SQL, LOG_SQL):
            connection.execute(statement.encode())
        connection.execute("VACUUM ANALYZE")


def measure(dsn: str) -> dict[str, list[float]]:
    """Milliseconds of each request by page; every answer is looked at."""
    import django

    django.setup()
    from django.test import Client
    from tests.editing.people import make_user

    from newswire.accounts.models import Role

    editor = make_user(Role.EDITOR)
    print(f"making {STORIES:,} stories …", file=sys.stderr)
    fill(dsn, editor.pk, STORIES)
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    times: dict[str, list[float]] = {}
    for name, address in PAGES.items():
        for number in range(WARM_UP + REQUESTS):
            started = time.perf_counter()
            response = client.get(address)
            seconds = time.perf_counter() - started
            assert response.status_code == 200, address
            assert ("story" in response.content.decode()) or name == "searched_nothing"
            if number >= WARM_UP:
                times.setdefault(name, []).append(seconds * 1000)
    return times


def report(times: dict[str, list[float]]) -> None:
    """Prints each page in milliseconds."""
    rows: list[tuple[str, ...]] = [("milliseconds", "median", "p95", "most")]
    metrics: dict[str, float] = {"stories": STORIES, "requests": REQUESTS}
    for name, found in times.items():
        metrics[f"{name}_ms"] = median(found)
        marks = (median(found), percentile(found, 0.95), max(found))
        rows.append((name.replace("_", " "), *(f"{mark:.0f}" for mark in marks)))
    why = "no other newsroom system is installed here"
    title = f"the story list of {STORIES:,} stories, {REQUESTS} requests each"
    print_outcome(Outcome("desk_list", metrics, Peer(NO_PEER, None, why)), title, rows)


if __name__ == "__main__":
    main()
