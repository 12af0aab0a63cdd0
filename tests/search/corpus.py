"""Made-up stories and queries in several alphabets, from one seed: full of what folding and phrases stumble over."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from newswire.item.body import Block, Crosshead, ListBlock, Paragraph, Quote, Table
from newswire.item.item import Entity, Item, Place, Subject
from newswire.query.ast import After, AllOf, AnyOf, Everything, Exact, Node, Not, Prefix, Range, Since, Word, Words
from newswire.query.document import Document
from newswire.query.fold import tokenize
from newswire.query.moment import Moment, Unit
from newswire.query.parse import parse_query
from tests.stories import make_item

_LINES = {
    "en": "harbour storm ferry quay the The minister’s budget vote bridge strike U.N. co-operate x2 10,5 naïve",
    "tr": "İstanbul’da ISPARTA ışık liman şehir belediye Ağrı'nın kâğıt seçim IĞDIR iğde hava yağış",
    "ar": "أعلن الميناء إعادة فتح محـــمد رئيس الوزراء ﷺ مدرسة مَدْرَسَة ٣٤",
    "ru": "ёлка Ёлка порт шторм выборы мэр бюджет й и́ мост",
    "fr": "l'été d’hier œuvre cœur port grève Élysée élection",
    "de": "Straße STRASSE Hafen Öl größte ﬁnden ½ ⑴ ² Maße",
    "fa": "می‌خواهم کتاب بندر توفان",
}
WORDS = {language: line.split() for language, line in _LINES.items()}
LONG = "x" * 120
SECTIONS = ("world", "politics", "economy", "sports")
SUBJECTS = ("medtop:20000337", "medtop:15000000", "medtop:04000000", "medtop:20000822", "desk:a b", "reuters:tea")
PLACES = (Place("Northaven", "NO/Northaven"), Place("İzmir", "TR/Izmir"), Place("Ankara", "TR/ankara"),
          Place("Bosnia and Herzegovina", "BA"), Place("Old Town", ""))  # fmt: skip
ASKED_PLACES = ("TR", "no", "Izmir", "town", "bos*", "Анкара", "TR/ankara")
PEOPLE = (Entity("Ida Brandt"), Entity("Şule Işık"), Entity("محمد علي"), Entity("Jean d’Arc"))
ORGS = (Entity("Harbour Trust"), Entity("Trust for Harbours"), Entity("Élysée"))
TYPES = ("text", "text", "text", "picture", "video", "alert", "advisory")


def make_stories(count: int, random: Random, now: datetime) -> list[Item]:
    """Stories with dates over forty years, many of them on the same second."""
    return [_make_story(f"s{number}", random, now) for number in range(count)]


def _make_story(name: str, random: Random, now: datetime) -> Item:
    language = random.choice(list(WORDS))
    fields: dict[str, Any] = {
        "type": random.choice(TYPES),
        "language": language,
        "headline": _text(random, language, 4),
        "standfirst": _text(random, language, 3) if random.random() < 0.5 else "",
        "slugline": "-".join(random.choices(WORDS["en"], k=random.randrange(3))).upper(),
        "urgency": random.randrange(1, 10),
        "sections": tuple(random.sample(SECTIONS, random.randrange(3))),
        "subjects": tuple(Subject(one) for one in random.sample(SUBJECTS, random.randrange(3))),
        "places": tuple(random.sample(PLACES, random.randrange(3))),
        "people": tuple(random.sample(PEOPLE, random.randrange(3))),
        "organisations": tuple(random.sample(ORGS, random.randrange(2))),
        "body": tuple(_block(random, language) for _ in range(random.randrange(4))),
        "desk": random.choice(("sea", "city", "")),
        "genre": random.choice(("genre:Interview", "Fact_Check", "")),
        "dossiers": (Subject("north-port", "Storm of the year"),) if random.random() < 0.2 else (),
        "provider": random.choice(("Newswire", "Northern Press", "")),
    }
    return make_item(name, now - timedelta(days=random.randrange(40) * 365), **fields)


def _text(random: Random, language: str, words: int) -> str:
    chosen = random.choices(WORDS[language] + (WORDS["en"] if random.random() < 0.2 else []), k=words)
    return " ".join([*chosen, LONG] if random.random() < 0.02 else chosen)


def _block(random: Random, language: str) -> Block:
    text = _text(random, language, random.randrange(1, 12))
    match random.randrange(6):
        case 0:
            return Crosshead(text)
        case 1:
            return Quote(text, "Ida Brandt")
        case 2:
            return ListBlock((text, _text(random, language, 2)))
        case 3:
            return Table(((text, "7"), (_text(random, language, 1), "8")))
    return Paragraph(text)


def make_queries(count: int, random: Random, documents: list[Document]) -> list[Node]:
    """Queries that ask for what is there, half of them typed, half built as trees of up to three levels."""
    typed = [parse_query(_type(random)) for _ in range(count // 2)]
    return typed + [_tree(random, documents, 3) for _ in range(count - len(typed))]


def _type(random: Random) -> str:
    terms = [_term(random) for _ in range(random.randrange(1, 4))]
    joined = random.choice((" ", " AND ", " OR ", " AND NOT ")).join(terms)
    return f"({joined}) OR {_term(random)}" if random.random() < 0.3 else joined


def _term(random: Random) -> str:
    language = random.choice(list(WORDS))
    words = [word for word in WORDS[language] if word.isalpha() and tokenize(word)]
    word = random.choice(words)
    return random.choice((
        word, word.upper(), f"{word[:2]}*", f'"{word} {random.choice(words)}"', f"headline:{word}", f"-{word}",
        f"lang:{language}", f"place:{random.choice(ASKED_PLACES)}", f"lang:({language} OR en)",
        f"subject:{random.choice(SUBJECTS[:4])}", f"person:{random.choice(('brandt', 'ısık', 'd'))}", "org:trust",
        f"urgency:[{random.randrange(1, 6)} TO {random.randrange(4, 10)}]", "urgency:{3 TO 4}", "type:text",
        f"section:{random.choice(SECTIONS)}", f"service:{random.choice(SECTIONS)}", "source:northern",
        'source:"northern press"', "slug:harbour", "words:>9", "has:(quote OR table)", "kind:new", "desk:sea",
        "genre:interview", "dossier:(storm OR north-port)",
        f"released:[now-{random.randrange(1, 9000)}d TO now-{random.randrange(1, 4000)}d/w]",
        f'"{word}"', "released:[2000-01-01 TO 2015-06-30}", "released:>=2020-05-05T10:00",
    ))  # fmt: skip


def _tree(random: Random, documents: list[Document], depth: int) -> Node:
    if depth and random.random() < 0.6:
        parts = tuple(_tree(random, documents, depth - 1) for _ in range(random.randrange(4)))
        return random.choice((AllOf(parts), AnyOf(parts), Not(_tree(random, documents, depth - 1))))
    document = random.choice(documents)
    match random.randrange(8):
        case 0:
            field = random.choice([*document.values, "headline"])
            return Exact(field, random.choice(sorted(document.values.get(field, ())) or [""]))
        case 1:
            return _words(random, document)
        case 2:
            words = _words(random, document)
            return Prefix(words.field, words.tokens[0][: random.choice((1, 2, 3, 110))])
        case 3:
            return Range("urgency", random.randrange(1, 10), random.randrange(1, 10))
        case 4:
            return Range("words", random.randrange(20), random.randrange(5, 40))
        case 5:
            words = _words(random, document)
            return Word(random.choice(("text", "headline")), words.tokens[0])
        case 6:
            units: tuple[Unit, ...] = ("", "d", "w")
            moment = Moment(None, -random.randrange(40 * 365) * 86400, random.choice(units))
            return random.choice((Since(moment), After(moment), Not(Since(moment))))
    return Everything()


def _words(random: Random, document: Document) -> Words:
    """One to three words as they follow each other in a field, across the borders of its texts too."""
    field = random.choice(("text", "text", "text", "headline", "slug", "person", "place", "source"))
    run = [token for text in document.tokens[field] for token in text] or ["nothing"]
    start = random.randrange(len(run))
    return Words(field, tuple(run[start : start + random.randrange(1, 4)]))
