"""All benchmarks: one line each, one module each."""

import msgspec


class Benchmark(msgspec.Struct, frozen=True):
    """The module below `benchmarks` whose `main()` runs it, and what it measures."""

    module: str
    measures: str


BENCHMARKS: dict[str, Benchmark] = {
    "append": Benchmark("append", "releases per second, against PostgreSQL's own single-row insert"),
    "desk_list": Benchmark("desk_list", "the desk opens its list of 100,000 stories: first page, filtered, searched"),
    "flash_to_stream": Benchmark(
        "flash_to_stream", "a flash from a desk page's shortcut to a stream client, in Chromium"
    ),
    "import": Benchmark("import_corpus", "stories per second and memory of `newswire import` on 21,578 stories"),
    "lighthouse": Benchmark("lighthouse", "Lighthouse's scores of the demo's public pages, English and Arabic"),
    "match": Benchmark("match", "one story against 1,000,000 stored queries; loading them"),
    "numbers": Benchmark("numbering", "from a subscription's number to the release and back, 10,000,000 releases"),
    "portal": Benchmark("portal", "from a release's commit to its row on an open portal screen, in Chromium"),
    "release_to_stream": Benchmark("release_to_stream", "from a release's commit to the last of 1,000 streams"),
    "search": Benchmark("search", "20 newest hits with count and facets in 1,000,000 stories, against PostgreSQL"),
    "site": Benchmark("website", "a cached story page against nginx, waiting with 100,000 stories, release to page"),
    "summary": Benchmark("summary", "automatic summaries against people's, beside Lead-3, TextRank and LexRank"),
}
