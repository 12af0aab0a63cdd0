"""The demo's dossiers: developing affairs, and which of its stories stand in each."""

import msgspec


class DemoDossier(msgspec.Struct, frozen=True):
    """A dossier by code, its name in the language of its stories, what it is about, the keys of the stories."""

    code: str
    name: str
    about: str
    stories: tuple[str, ...]


DOSSIERS: tuple[DemoDossier, ...] = (
    DemoDossier(
        "korva-rescue",
        "Rescue on Mount Korva",
        "Eight climbers are lost in a snowstorm on Mount Korva and found alive after two nights.",
        ("en-korva-alert", "en-korva-rescue", "en-korva-beacon"),
    ),
    DemoDossier(
        "ferry-aground",
        "Ferry aground off Port Merrow",
        "A ferry with more than 200 people on board runs aground outside the harbour of Port Merrow.",
        ("ferry-flash", "ferry"),
    ),
    DemoDossier(
        "feribot-karaya-oturdu",
        "Port Merrow açıklarındaki feribot kazası",
        "İki yüzden fazla kişiyi taşıyan feribot Port Merrow limanının dışında karaya oturuyor.",
        ("ferry-flash-tr", "ferry-tr"),
    ),
)


def find_dossiers(key: str) -> tuple[str, ...]:
    """The codes of the dossiers that the story of that key stands in."""
    return tuple(one.code for one in DOSSIERS if key in one.stories)
