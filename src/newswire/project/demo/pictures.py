"""The pictures of the demo: drawn by the program itself, the same every time."""

from collections.abc import Callable

from newswire.project.demo.drawing import Canvas
from newswire.project.demo.motifs.assembly import draw_concert, draw_parliament, draw_stadium
from newswire.project.demo.motifs.country import draw_observatory, draw_solar, draw_wheat, draw_wind_farm
from newswire.project.demo.motifs.indoors import draw_laboratory, draw_library, draw_market
from newswire.project.demo.motifs.mountain import draw_mountain_road, draw_ski
from newswire.project.demo.motifs.rescue import draw_ferry, draw_flood, draw_mountain_rescue
from newswire.project.demo.motifs.sea import draw_harbour, draw_lighthouse, draw_regatta
from newswire.project.demo.motifs.travel import draw_bridge, draw_skyline, draw_train

MOTIFS: dict[str, Callable[[Canvas], None]] = {
    "bridge": draw_bridge,
    "concert": draw_concert,
    "ferry": draw_ferry,
    "flood": draw_flood,
    "harbour": draw_harbour,
    "laboratory": draw_laboratory,
    "library": draw_library,
    "lighthouse": draw_lighthouse,
    "market": draw_market,
    "mountain-rescue": draw_mountain_rescue,
    "mountain-road": draw_mountain_road,
    "observatory": draw_observatory,
    "parliament": draw_parliament,
    "regatta": draw_regatta,
    "ski": draw_ski,
    "skyline": draw_skyline,
    "solar": draw_solar,
    "stadium": draw_stadium,
    "train": draw_train,
    "wheat": draw_wheat,
    "wind-farm": draw_wind_farm,
}
"""Every motif by the name stories call it."""


def draw(name: str, size: tuple[int, int] = (1600, 900)) -> bytes:
    """The motif as a JPEG of `size` pixels, 200 kB at most; KeyError for a name that is not in `MOTIFS`. 0.2 to 1 s."""
    canvas = Canvas(name)
    MOTIFS[name](canvas)
    return canvas.to_jpeg(size)
