"""The demo's drawings: valid, light, always the same, and none like another."""

import io
from functools import cache

import numpy as np
import pytest
from PIL import Image

from newswire.project.demo.drawing import Canvas, mix, rgb, shape
from newswire.project.demo.pictures import MOTIFS, draw


@cache
def drawn(name: str) -> bytes:
    return draw(name)


def open_picture(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        return picture


def test_there_are_many_motifs() -> None:
    assert len(MOTIFS) >= 12
    assert all(name == name.lower().replace("_", "-") for name in MOTIFS)


@pytest.mark.parametrize("name", MOTIFS)
def test_a_motif_is_a_jpeg_of_the_right_size_and_weight(name: str) -> None:
    data = drawn(name)
    picture = open_picture(data)
    assert picture.format == "JPEG"
    assert picture.size == (1600, 900)
    assert picture.mode == "RGB"
    assert 30_000 < len(data) <= 200_000


@pytest.mark.parametrize("name", MOTIFS)
def test_a_motif_fills_the_frame_with_light_and_dark(name: str) -> None:
    pixels = np.asarray(open_picture(drawn(name)).convert("L"), dtype=np.float64)
    assert pixels.std() > 15
    assert np.percentile(pixels, 99) - np.percentile(pixels, 1) > 80
    corners = (pixels[:20, :20], pixels[:20, -20:], pixels[-20:, :20], pixels[-20:, -20:])
    assert all(corner.mean() > 3 for corner in corners), "nothing was left undrawn"


@pytest.mark.parametrize("name", ["bridge", "ferry", "market", "wind-farm"])
def test_a_motif_is_the_same_every_time(name: str) -> None:
    assert draw(name) == drawn(name)


def test_no_two_motifs_look_alike() -> None:
    small = {name: np.asarray(open_picture(drawn(name)).resize((32, 18)), dtype=np.float64) for name in MOTIFS}
    names = sorted(small)
    pairs = [(one, two) for place, one in enumerate(names) for two in names[place + 1 :]]
    assert min(np.abs(small[one] - small[two]).mean() for one, two in pairs) > 10


@pytest.mark.parametrize("size", [(400, 225), (300, 300)])
def test_other_sizes_are_cut_not_squeezed(size: tuple[int, int]) -> None:
    picture = open_picture(draw("lighthouse", size))
    assert picture.size == size
    whole = open_picture(drawn("lighthouse"))
    width = 900 * size[0] // size[1]
    middle = whole.crop(((1600 - width) // 2, 0, (1600 + width) // 2, 900)).resize(size)
    difference = np.asarray(picture, dtype=np.float64) - np.asarray(middle, dtype=np.float64)
    assert np.abs(difference).mean() < 6


def test_an_unknown_motif_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw("unicorn")


def test_colours_are_mixed_by_share() -> None:
    assert rgb("#10ff00") == (16, 255, 0)
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#000000", "#ffffff", 1) == "#ffffff"


def test_a_shape_is_scaled_and_moved() -> None:
    assert shape("0 0, 2 -1.5") == [(0, 0), (2, -1.5)]
    assert shape("0 0, 2 -1.5", 10, 20, 2) == [(10, 20), (14, 17)]


def test_strokes_beyond_the_edge_are_cut_off() -> None:
    canvas = Canvas("edge")
    canvas.fill([(0, "#000000"), (1, "#000000")])
    canvas.polygon([(-50, -50), (10, -50), (10, 10), (-50, 10)], "#ffffff", 0.5)
    canvas.glow(1600, 900, 40, "#ffffff", 1)
    pixels = np.asarray(canvas.image)
    assert pixels[4, 4, 0] == 128
    assert pixels[60, 60, 0] == 0
    assert pixels[-1, -1, 0] > 200
