"""The country of a client, which restrictions such as “JAPAN OUT” look at: one that exists, or none."""

from django.utils.translation import gettext as _

from newswire.item.vocabulary.countries import read_countries
from newswire.kit.errors import RuleError


def check_country(said: str) -> str:
    """The ISO 3166-1 alpha-2 code in capitals, empty where nothing is said. Raises `RuleError` for anything else.

    A code that nobody has would let every restriction by country pass.
    """
    code = said.strip().upper()
    if code and code not in read_countries():
        raise RuleError(
            _("There is no country “%(code)s”. Give its two letters after ISO 3166-1, such as TR.")
            % {"code": code[:40]}
        )
    return code
