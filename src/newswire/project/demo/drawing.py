"""A canvas for flat, layered pictures over Pillow: gradients, ridges, glows, grain, in 1600 × 900 units."""

import io
import itertools
import math
from collections.abc import Sequence
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

WIDTH, HEIGHT = 1600, 900
Point = tuple[float, float]
Stops = Sequence[tuple[float, str]]
"""Colours by position, 0 at the top of what is filled and 1 at its bottom."""

_OVERSAMPLING = 2  # edges are drawn at twice the size and scaled down: Pillow itself does not smooth them
_QUALITIES = (88, 82, 74, 64)
_LARGEST = 190_000


def rgb(colour: str) -> tuple[int, int, int]:
    """`#rrggbb` as numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """The colour `share` (0 to 1) of the way from `first` to `second`."""
    mixed = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def shape(numbers: str, x: float = 0, y: float = 0, size: float = 1) -> list[Point]:
    """Points from `"x y, x y, …"`, `size` times as large and moved to (x, y)."""
    pairs = (pair.split() for pair in numbers.split(","))
    return [(x + float(dx) * size, y + float(dy) * size) for dx, dy in pairs]


class Canvas:
    """Where a motif is drawn. Coordinates are units of 1600 × 900, alpha runs from 0 to 1, randomness is seeded."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)
        self.image = Image.new("RGB", (WIDTH * _OVERSAMPLING, HEIGHT * _OVERSAMPLING))
        self._pen = ImageDraw.Draw(self.image)

    def fill(self, stops: Stops, top: float = 0, bottom: float = HEIGHT) -> None:
        """Fills the full width between `top` and `bottom` with a vertical gradient."""
        box = (0, round(top * _OVERSAMPLING), WIDTH * _OVERSAMPLING, round(bottom * _OVERSAMPLING))
        self.image.paste(_gradient(stops, box[2], box[3] - box[1]), box[:2])

    def polygon(self, points: Sequence[Point], colour: str, alpha: float = 1) -> None:
        """One filled polygon."""
        self.polygons([points], colour, alpha)

    def polygons(self, shapes: Sequence[Sequence[Point]], colour: str, alpha: float = 1) -> None:
        """Filled polygons of one colour; where they overlap they do not add up."""
        if alpha >= 1:
            for points in shapes:
                self._pen.polygon(_scaled(points), fill=colour)
            return
        stencil = _Stencil(self.image, [point for points in shapes for point in points], 1)
        for points in shapes:
            stencil.pen.polygon(stencil.place(points), fill=round(alpha * 255))
        stencil.paste(colour)

    def shade(self, points: Sequence[Point], stops: Stops) -> None:
        """A polygon filled with a vertical gradient from its highest to its lowest point."""
        stencil = _Stencil(self.image, points, 0)
        stencil.pen.polygon(stencil.place(points), fill=255)
        self.image.paste(_gradient(stops, *stencil.mask.size), stencil.corner, stencil.mask)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str, alpha: float = 1) -> None:
        """An upright rectangle by its upper left corner."""
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour, alpha)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: str, alpha: float = 1) -> None:
        """An ellipse by its centre and half axes."""
        (left, top), (right, bottom) = corners = [(x - rx, y - ry), (x + rx, y + ry)]
        if alpha >= 1:
            self._pen.ellipse([value * _OVERSAMPLING for value in (left, top, right, bottom)], fill=colour)
            return
        stencil = _Stencil(self.image, corners, 1)
        (left, top), (right, bottom) = stencil.place(corners)
        stencil.pen.ellipse([left, top, right, bottom], fill=round(alpha * 255))
        stencil.paste(colour)

    def line(self, points: Sequence[Point], colour: str, width: float = 2, alpha: float = 1) -> None:
        """One line through `points`."""
        self.lines([points], colour, width, alpha)

    def lines(self, paths: Sequence[Sequence[Point]], colour: str, width: float = 2, alpha: float = 1) -> None:
        """Lines of one colour and width; where they cross they do not add up."""
        thickness = max(1, round(width * _OVERSAMPLING))
        if alpha >= 1:
            for points in paths:
                self._pen.line(_scaled(points), fill=colour, width=thickness, joint="curve")
            return
        stencil = _Stencil(self.image, [point for points in paths for point in points], width + 1)
        for points in paths:
            stencil.pen.line(stencil.place(points), fill=round(alpha * 255), width=thickness, joint="curve")
        stencil.paste(colour)

    def dots(self, places: Sequence[Point], radius: float, colour: str, alpha: float = 1) -> None:
        """Small discs of one size and colour."""
        stencil = _Stencil(self.image, places, radius + 1)
        reach = radius * _OVERSAMPLING
        for x, y in stencil.place(places):
            stencil.pen.ellipse([x - reach, y - reach, x + reach, y + reach], fill=round(alpha * 255))
        stencil.paste(colour)

    def glow(self, x: float, y: float, radius: float, colour: str, alpha: float = 0.6, squash: float = 1) -> None:
        """Light that fades from the middle out; `squash` below 1 flattens it."""
        size = round(radius * 2 * _OVERSAMPLING), max(1, round(radius * 2 * squash * _OVERSAMPLING))
        axis = np.linspace(-1, 1, 256)
        nearness = np.clip(1 - np.hypot(axis[:, None], axis[None, :]), 0, 1) ** 2
        falloff = Image.fromarray((nearness * alpha * 255).round().astype(np.uint8))
        mask = falloff.resize(size, Image.Resampling.BICUBIC)
        corner = round((x - radius) * _OVERSAMPLING), round((y - radius * squash) * _OVERSAMPLING)
        self.image.paste(Image.new("RGB", size, colour), corner, mask)

    def beam(self, points: Sequence[Point], colour: str, alpha: float, blur: float = 6) -> None:
        """A soft-edged patch of light or haze."""
        small = Image.new("L", (WIDTH // 2, HEIGHT // 2))
        ImageDraw.Draw(small).polygon([(x / 2, y / 2) for x, y in points], fill=round(alpha * 255))
        mask = small.filter(ImageFilter.GaussianBlur(blur / 2)).resize(self.image.size, Image.Resampling.BILINEAR)
        self.image.paste(colour, mask=mask)

    def mist(self, y: float, height: float, colour: str, alpha: float) -> None:
        """A band of haze across the picture, thickest at `y`."""
        span = round(height * 2)
        column = Image.new("L", (1, span))
        column.putdata([round(alpha * 255 * math.sin(math.pi * (row + 0.5) / span) ** 2) for row in range(span)])
        mask = column.resize((WIDTH * _OVERSAMPLING, span * _OVERSAMPLING), Image.Resampling.BILINEAR)
        corner = (0, round((y - height) * _OVERSAMPLING))
        self.image.paste(Image.new("RGB", mask.size, colour), corner, mask)

    def ridge(
        self, y: float, height: float, roughness: float = 0.55, start: float = 0, end: float = WIDTH
    ) -> list[Point]:
        """The upper edge of hills about `height` units high around `y`, from left to right; rough is jagged."""
        heights = [self.random.uniform(-1, 1), self.random.uniform(-1, 1)]
        reach = 1.0
        for _ in range(7):
            longer: list[float] = []
            for left, right in itertools.pairwise(heights):
                longer += [left, (left + right) / 2 + self.random.uniform(-reach, reach) * 0.5]
            heights = [*longer, heights[-1]]
            reach *= roughness
        step = (end - start) / (len(heights) - 1)
        return [(start + index * step, y - value * height / 2) for index, value in enumerate(heights)]

    def peaks(self, foot: float, height: float, many: int, light: str, dark: str) -> None:
        """A range of mountains standing on `foot`: faces to the left in `light`, to the right in `dark`."""
        step = WIDTH / many
        for index in sorted(range(-1, many + 1), key=lambda _: self.random.random()):
            x = (index + self.random.uniform(0.3, 0.7)) * step
            top = foot - height * self.random.uniform(0.55, 1)
            left, right = x - step * self.random.uniform(0.8, 1.25), x + step * self.random.uniform(0.8, 1.25)
            jagged = [
                (x + (left - x) * t + self.random.uniform(-9, 9), top + (foot - top) * t) for t in (0.22, 0.4, 0.66)
            ]
            fall = [
                (x + (right - x) * t + self.random.uniform(-9, 9), top + (foot - top) * t) for t in (0.25, 0.5, 0.72)
            ]
            spine = [
                (x + self.random.uniform(-0.11, 0.13) * step * t * 2, top + (foot - top) * t)
                for t in (0.2, 0.36, 0.55, 0.78, 1)
            ]
            self.shade(
                [(left, foot), *reversed(jagged), (x, top), *fall, (right, foot)],
                [(0, light), (1, mix(light, dark, 0.45))],
            )
            self.shade([(x, top), *fall, (right, foot), *reversed(spine)], [(0, dark), (1, mix(dark, light, 0.35))])

    def land(self, edge: Sequence[Point], stops: Stops, bottom: float = HEIGHT) -> None:
        """Everything below `edge` down to `bottom`, as one shaded layer."""
        self.shade([*edge, (edge[-1][0], bottom), (edge[0][0], bottom)], stops)

    def ripples(
        self, top: float, bottom: float, colour: str, alpha: float, many: int, centre: float = 800, reach: float = 900
    ) -> None:
        """Short horizontal strokes on water, longer and farther apart towards the viewer."""
        strokes: list[list[Point]] = []
        for _ in range(many):
            depth = self.random.random() ** 1.6
            y = top + (bottom - top) * depth
            x = centre + self.random.gauss(0, 0.42) * reach * (0.35 + depth)
            half = (6 + 60 * depth) * self.random.uniform(0.4, 1.2)
            thick = 0.6 + 2.2 * depth
            strokes.append([(x - half, y), (x, y - thick), (x + half, y), (x, y + thick)])
        self.polygons(strokes, colour, alpha)

    def to_jpeg(self, size: tuple[int, int]) -> bytes:
        """The finished picture at `size` pixels, cut to its shape, with a little grain against banding; ≤ 190 kB."""
        picture = ImageOps.fit(self.image, size, Image.Resampling.LANCZOS)
        noise = np.random.default_rng(7).normal(0, 1.6, (size[1], size[0], 1))
        grained = np.clip(np.asarray(picture, dtype=np.float64) + noise, 0, 255).astype(np.uint8)
        picture = Image.fromarray(grained)
        data = b""
        for quality in _QUALITIES:
            buffer = io.BytesIO()
            picture.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
            data = buffer.getvalue()
            if len(data) <= _LARGEST:
                break
        return data


def draw_fir(canvas: Canvas, x: float, y: float, height: float, colour: str) -> None:
    """A fir tree standing on (x, y)."""
    canvas.rectangle(x - height * 0.03, y - height * 0.14, height * 0.06, height * 0.16, "#2a2420")
    for index in range(4):
        top = y - height + index * height * 0.19
        half = height * (0.11 + index * 0.055)
        canvas.polygon(
            [(x, top), (x + half, top + height * 0.34), (x - half, top + height * 0.34)],
            mix(colour, "#101d24", index * 0.09),
        )


class _Stencil:
    """A mask no larger than what is to be seen through it: a full one took 20 ms a stroke."""

    def __init__(self, image: Image.Image, points: Sequence[Point], margin: float) -> None:
        xs = [x for x, _ in points]
        ys = [y for _, y in points]
        left, top = max(0.0, min(xs) - margin), max(0.0, min(ys) - margin)
        right, bottom = min(float(WIDTH), max(xs) + margin), min(float(HEIGHT), max(ys) + margin)
        self.corner = (math.floor(left * _OVERSAMPLING), math.floor(top * _OVERSAMPLING))
        size = math.ceil((right - left) * _OVERSAMPLING), math.ceil((bottom - top) * _OVERSAMPLING)
        self.mask = Image.new("L", (max(1, size[0]), max(1, size[1])))
        self.pen = ImageDraw.Draw(self.mask)
        self._image = image

    def place(self, points: Sequence[Point]) -> list[Point]:
        return [(x - self.corner[0], y - self.corner[1]) for x, y in _scaled(points)]

    def paste(self, colour: str) -> None:
        right, bottom = self.corner[0] + self.mask.width, self.corner[1] + self.mask.height
        self._image.paste(colour, (*self.corner, right, bottom), self.mask)


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * _OVERSAMPLING, y * _OVERSAMPLING) for x, y in points]


def _gradient(stops: Stops, width: int, height: int) -> Image.Image:
    places = np.linspace(0, 1, max(height, 1))
    channels = [np.interp(places, [at for at, _ in stops], [rgb(colour)[i] for _, colour in stops]) for i in range(3)]
    column = np.stack(channels, axis=1).round().astype(np.uint8).reshape(-1, 1, 3)
    return Image.fromarray(column).resize((width, max(height, 1)), Image.Resampling.NEAREST)
