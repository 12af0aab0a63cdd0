"""The people Reuters marked in 1987: codes are lower-case surnames, sometimes with a first name before them."""

_PARTICLES = frozenset({"de", "del", "la", "von", "ul", "al"})
_HYPHENATED = frozenset(
    {"bresser-pereira", "cavaco-silva", "leigh-pemberton", "mancera-aguayo", "morales-bermudez", "riberio-cadilhe"}
)
_NAMES = {
    "du-plessis": "du Plessis", "macsharry": "MacSharry", "o-cofaigh": "O Cofaigh", "o-kennedy": "O’Kennedy",
    "zia-ul-haq": "Zia ul-Haq", "deng-xiaoping": "Deng Xiaoping",
}  # fmt: skip


def name_of(code: str) -> str:
    """The name behind a code: `perez-de-cuellar` is Perez de Cuellar; a particle in front is a capital."""
    if known := _NAMES.get(code):
        return known
    words = [word if index and word in _PARTICLES else word.capitalize() for index, word in enumerate(code.split("-"))]
    return ("-" if code in _HYPHENATED else " ").join(words)
