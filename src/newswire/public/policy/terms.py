"""The policy together with what its documents must name: addresses and the holder of the rights."""

import msgspec

from newswire.edition.policy import AiUse, Policy
from newswire.public.settings import SiteSettings

LICENCE_PATH = "/license.xml"
MINING_PATH = "/tdm-policy.json"
RESERVATION_PATH = "/.well-known/tdmrep.json"
ROBOTS_PATH = "/robots.txt"


class Terms(msgspec.Struct, frozen=True):
    """What every document of the policy is made from, and the only thing."""

    policy: Policy
    settings: SiteSettings

    @property
    def contact(self) -> str:
        """Where to ask for more: the policy's contact or the contact page, absolute."""
        return self.policy.contact or self.settings.base_url + self.settings.contact_path

    @property
    def licence(self) -> str:
        """The absolute address of the RSL licence."""
        return self.settings.base_url + LICENCE_PATH

    @property
    def mining(self) -> str:
        """The absolute address of the policy on text and data mining."""
        return self.settings.base_url + MINING_PATH

    def allows(self, use: AiUse) -> bool:
        """Whether AI systems may go as far as `use`."""
        return self.policy.allows(use)

    @property
    def reserves_mining(self) -> bool:
        """Whether the right to mine text and data is reserved: unless everything is allowed."""
        return not self.policy.allows("training")
