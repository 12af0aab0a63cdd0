"""The sections a story can stand in, their names in each edition's language, and the subject each stands for."""

import msgspec


class Section(msgspec.Struct, frozen=True):
    """A section of the website and of the service: code, its Media Topic, its name by language.

    The topic is empty for a section that says where and not what: World.
    """

    code: str
    subject: str
    names: dict[str, str]


_TAGS = ("en", "tr", "ar", "ru", "fr", "es", "bs", "kmr", "ckb", "sq", "fa", "mk", "id")


def _section(code: str, subject: str, names: str) -> Section:
    """A section from its names in the order of `_TAGS`, with bars between them."""
    return Section(code, subject, dict(zip(_TAGS, names.split("|"), strict=True)))


SECTIONS: dict[str, Section] = {
    one.code: one
    for one in (
        _section("world", "",
                 "World|Dünya|العالم|Мир|Monde|Mundo|"
                 "Svijet|Cîhan|جیهان|Bota|جهان|Свет|Dunia"),
        _section("politics", "medtop:11000000",
                 "Politics|Politika|سياسة|Политика|Politique|Política|"
                 "Politika|Siyaset|سیاسەت|Politikë|سیاست|Политика|Politik"),
        _section("economy", "medtop:04000000",
                 "Economy|Ekonomi|اقتصاد|Экономика|Économie|Economía|"
                 "Ekonomija|Aborî|ئابووری|Ekonomi|اقتصاد|Економија|Ekonomi"),
        _section("sports", "medtop:15000000",
                 "Sports|Spor|رياضة|Спорт|Sports|Deportes|"
                 "Sport|Werziş|وەرزش|Sport|ورزش|Спорт|Olahraga"),
        _section("science", "medtop:13000000",
                 "Science|Bilim|علوم|Наука|Sciences|Ciencia|"
                 "Nauka|Zanist|زانست|Shkencë|دانش|Наука|Sains"),
        _section("health", "medtop:07000000",
                 "Health|Sağlık|صحة|Здоровье|Santé|Salud|"
                 "Zdravlje|Tenduristî|تەندروستی|Shëndetësi|سلامت|Здравје|Kesehatan"),
        _section("environment", "medtop:06000000",
                 "Environment|Çevre|بيئة|Экология|Environnement|Medio ambiente|"
                 "Okoliš|Jîngeh|ژینگە|Mjedis|محیط زیست|Животна средина|Lingkungan"),
        _section("culture", "medtop:01000000",
                 "Culture|Kültür|ثقافة|Культура|Culture|Cultura|"
                 "Kultura|Çand|کولتوور|Kulturë|فرهنگ|Култура|Budaya"),
        _section("life", "medtop:10000000",
                 "Life|Yaşam|منوعات|Общество|Vie|Vida|"
                 "Život|Jiyan|ژیان|Jetë|زندگی|Живот|Gaya Hidup"),
    )
}  # fmt: skip


def section_name(code: str, language: str) -> str:
    """The section's name in `language`, in English where it has none there, the code where it is unknown."""
    section = SECTIONS.get(code)
    if section is None:
        return code
    return section.names.get(language, section.names["en"])


def find_section(name: str) -> str | None:
    """The code of the section whose code or name (any language, any case) is `name`; None where there is none."""
    wanted = name.strip().casefold()
    for section in SECTIONS.values():
        if wanted == section.code or wanted in {one.casefold() for one in section.names.values()}:
            return section.code
    return None
