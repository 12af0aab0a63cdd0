"""The AI crawlers that name themselves, by what they fetch pages for, as their makers document it (November 2026)."""

import msgspec

from newswire.edition.policy import AiUse


class Crawler(msgspec.Struct, frozen=True):
    """A product token (RFC 9309, section 2.2.1) and the use the policy has to allow for it.

    A token that stands for several uses needs the widest of them.
    """

    token: str
    use: AiUse


CRAWLERS: tuple[Crawler, ...] = (
    # an index from which AI products show and link pages
    Crawler("OAI-SearchBot", "display"),
    Crawler("Claude-SearchBot", "display"),
    Crawler("PerplexityBot", "display"),
    # pages fetched while somebody waits for an answer
    Crawler("ChatGPT-User", "grounding"),
    Crawler("Claude-User", "grounding"),
    Crawler("Perplexity-User", "grounding"),
    Crawler("MistralAI-User", "grounding"),
    Crawler("DuckAssistBot", "grounding"),
    Crawler("Meta-ExternalFetcher", "grounding"),
    Crawler("YouBot", "grounding"),
    # pages collected to train models, or for data sets that are used so
    Crawler("GPTBot", "training"),
    Crawler("ClaudeBot", "training"),
    Crawler("anthropic-ai", "training"),
    Crawler("Google-Extended", "training"),
    Crawler("Applebot-Extended", "training"),
    Crawler("Meta-ExternalAgent", "training"),
    Crawler("Amazonbot", "training"),
    Crawler("Bytespider", "training"),
    Crawler("CCBot", "training"),
    Crawler("cohere-training-data-crawler", "training"),
    Crawler("AI2Bot", "training"),
    Crawler("Diffbot", "training"),
    Crawler("PanguBot", "training"),
    Crawler("Timpibot", "training"),
)
