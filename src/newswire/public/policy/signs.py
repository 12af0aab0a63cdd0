"""What the policy adds to the head of every page and feed."""

from newswire.public.policy.licence import MEDIA_TYPE
from newswire.public.policy.mining import read_reservation
from newswire.public.policy.terms import Terms


def list_signs(terms: Terms) -> dict[str, str]:
    """Header fields: the licence (RFC 8288, RSL 1.0), the reservation (TDMRep), and for search engines `noindex`."""
    fields = {"link": f'<{terms.licence}>; rel="license"; type="{MEDIA_TYPE}"'}
    fields |= {name: str(value) for name, value in read_reservation(terms).items()}
    if not terms.policy.search:
        fields["x-robots-tag"] = "noindex"
    return fields
