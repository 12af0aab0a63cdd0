"""Motifs of roads and rails: a train on a viaduct, a bridge, a city's marathon."""

import math

from newswire.project.demo.drawing import Canvas, Point, mix, shape

_STEEL = "#2b3f4e"
_NEAREST = "#4d5273"


def draw_train(canvas: Canvas) -> None:
    """A train on an arched viaduct between green hills."""
    canvas.fill([(0, "#7fb0cb"), (0.7, "#d5e5e0"), (1, "#f4ecd2")], 0, 560)
    canvas.glow(1250, 200, 420, "#fffbe8", 0.7)
    for y, height, top, bottom in (
        (330.0, 130, "#a3bfc0", "#c4d2c4"),
        (410, 120, "#82a89b", "#a9c0a2"),
        (500, 120, "#5f8f72", "#86a878"),
    ):
        canvas.land(canvas.ridge(y, height, 0.48), [(0, top), (1, bottom)])
        canvas.mist(y + 90, 60, "#e8efdf", 0.35)
    canvas.land(canvas.ridge(640, 110, 0.45), [(0, "#4b7d56"), (1, "#35603f")])
    deck, stone, dark = 470.0, "#cdbd9f", "#a08f74"
    for index in range(9):
        left = -20 + index * 186
        canvas.polygon(shape("0 0, 46 0, 54 430, -8 430", left, deck), stone)
        canvas.polygon(shape("30 0, 46 0, 54 430, 32 430", left, deck), dark)
        arch = [
            (left + 46 + 70 * (1 - math.cos(t / 16 * math.pi)), deck + 100 - 74 * math.sin(t / 16 * math.pi))
            for t in range(17)
        ]
        spandrel: list[Point] = [(left + 40, deck), (left + 192, deck), (left + 186, deck + 100)]
        canvas.polygon([*spandrel, *reversed(arch), (left + 46, deck + 100)], stone)
        canvas.line(arch, dark, 6)
    canvas.rectangle(0, deck - 14, 1600, 26, "#dccdb0")
    canvas.rectangle(0, deck + 8, 1600, 6, dark)
    courses = [[(0, deck + 14 + row * 13), (1600, deck + 14 + row * 13)] for row in range(2)]
    canvas.lines(courses, dark, 1, 0.3)
    for mast in range(30, 1600, 150):
        canvas.line([(mast, deck - 14), (mast, deck - 132)], "#59645f", 4)
        canvas.line([(mast, deck - 126), (mast + 34, deck - 118)], "#59645f", 3)
    canvas.lines([[(0, deck - 116), (1600, deck - 116)], [(0, deck - 128), (1600, deck - 128)]], "#59645f", 1.5, 0.8)
    _express(canvas, deck)
    canvas.land(canvas.ridge(790, 90, 0.45), [(0, "#3d6b43"), (1, "#274a31")])
    for _ in range(46):
        x, y = canvas.random.uniform(-20, 1620), canvas.random.uniform(790, 880)
        size = canvas.random.uniform(24, 52)
        colour = canvas.random.choice(["#2f5a3a", "#3a6843", "#28502f", "#467447"])
        canvas.ellipse(x, y, size, size * 0.86, colour)
        canvas.ellipse(x - size * 0.25, y - size * 0.25, size * 0.5, size * 0.42, mix(colour, "#9fbf7a", 0.3), 0.6)


def _express(canvas: Canvas, deck: float) -> None:
    floor = deck - 16
    for index in range(4):
        left = -60 + index * 286
        canvas.shade(shape("0 -78, 280 -78, 280 -4, 0 -4", left, floor), [(0, "#fbf8ef"), (1, "#d3d3c9")])
        canvas.rectangle(left, floor - 60, 280, 27, "#2c3a44")
        for window in range(7):
            canvas.rectangle(left + 14 + window * 38, floor - 57, 28, 21, "#6f8c98")
        canvas.rectangle(left, floor - 26, 280, 9, "#b83a2b")
        for axle in (38, 76, 206, 244):
            canvas.ellipse(left + axle, floor - 1, 9, 9, "#2a3034")
    nose = 1084.0
    canvas.shade(shape("0 -78, 120 -76, 196 -54, 246 -20, 250 -4, 0 -4", nose, floor), [(0, "#fbf8ef"), (1, "#d3d3c9")])
    canvas.polygon(shape("126 -70, 176 -54, 206 -36, 132 -36", nose, floor), "#2c3a44")
    canvas.rectangle(nose, floor - 60, 108, 27, "#2c3a44")
    for window in range(2):
        canvas.rectangle(nose + 14 + window * 38, floor - 57, 28, 21, "#6f8c98")
    canvas.polygon(shape("0 -26, 236 -26, 246 -17, 0 -17", nose, floor), "#b83a2b")
    for axle in (38, 76, 180):
        canvas.ellipse(nose + axle, floor - 1, 9, 9, "#2a3034")
    canvas.glow(nose + 240, floor - 16, 40, "#fff6d8", 0.95)


def draw_bridge(canvas: Canvas) -> None:
    """A cable-stayed bridge over a wide river at dawn."""
    canvas.fill([(0, "#5b7c99"), (0.45, "#a9b6bd"), (0.75, "#f0cfae"), (1, "#f8dfba")], 0, 600)
    canvas.glow(420, 560, 460, "#fff0cf", 0.9)
    canvas.ellipse(420, 545, 40, 40, "#fffaf0")
    for y, height, top, bottom in ((520, 80, "#a9aeb0", "#cdbfae"), (556, 60, "#86959b", "#b3b0a6")):
        canvas.land(canvas.ridge(y, height, 0.48), [(0, top), (1, bottom)], 610)
    canvas.mist(575, 60, "#f9e6c8", 0.75)
    canvas.fill([(0, "#f0d4b0"), (0.2, "#b4b8b6"), (0.6, "#6d8796"), (1, "#34546a")], 604, 900)
    canvas.ripples(608, 890, "#fff0d2", 0.6, 160, 420, 380)
    canvas.ripples(620, 890, "#3b5a6e", 0.35, 170)

    for tower in (560, 1130):
        _pylon(canvas, tower)
    road = [(x, _deck(x)) for x in range(-20, 1640, 20)]
    canvas.polygon([*road, *[(x, y + 17) for x, y in reversed(road)]], "#22333f")
    canvas.line([(x, y - 2) for x, y in road], "#e8d7bd", 2.5)
    for x in (60, 190, 310, 1390, 1500):
        canvas.polygon([(x - 9, _deck(x) + 10), (x + 9, _deck(x) + 10), (x + 11, 690), (x - 11, 690)], _STEEL)
    for x, colour in ((240, "#a33a2c"), (700, "#e9e2d4"), (768, "#3c5b73"), (905, "#e9e2d4"), (1290, "#c27c35")):
        canvas.rectangle(x, _deck(x) - 17, 40, 15, colour)
        canvas.rectangle(x + 28, _deck(x) - 14, 10, 7, "#1d2a33")
    canvas.mist(690, 46, "#f5e3c9", 0.45)
    canvas.land(canvas.ridge(862, 44, 0.5), [(0, "#22343a"), (1, "#131f24")])
    reeds = [
        [(x, 880), (x + canvas.random.uniform(-14, 22), 880 - canvas.random.uniform(30, 110))] for x in range(0, 430, 7)
    ]
    canvas.lines(reeds, "#1a2a2e", 2)


def _deck(x: float) -> float:
    """Height of the roadway of the bridge."""
    return 590 - 46 * math.sin((x - 100) / 1500 * math.pi) if x > 100 else 590


def _pylon(canvas: Canvas, tower: float) -> None:
    foot = _deck(tower)
    top = foot - 360
    sides = [(side, index) for index in range(1, 13) for side in (-1, 1)]
    ends = [(tower + side * index * 23.5, index) for side, index in sides]
    canvas.lines([[(tower, top + 16 + index * 7), (x, _deck(x))] for x, index in ends], "#f3ece0", 2, 0.85)
    for side in (-1, 1):
        outline = [(5, top), (13, top), (34, foot), (22, 720), (8, 720), (18, foot)]
        canvas.polygon([(tower + side * dx, y) for dx, y in outline], _STEEL)
    canvas.rectangle(tower - 14, top, 28, 70, _STEEL)
    canvas.rectangle(tower - 30, foot + 36, 60, 12, _STEEL)
    canvas.polygon(shape("-58 716, 58 716, 46 742, -46 742", tower), "#24353f")
    canvas.glow(tower, 748, 150, "#2a4658", 0.6, 0.2)
    canvas.glow(tower, top - 4, 16, "#ff6a52", 0.9)


def draw_skyline(canvas: Canvas) -> None:
    """Runners on a wide avenue at dawn, a city behind."""
    canvas.fill([(0, "#47618c"), (0.45, "#b39bb0"), (0.75, "#f4b98e"), (1, "#fbdca6")], 0, 560)
    canvas.glow(800, 520, 560, "#fff0c8", 0.95)
    canvas.ellipse(800, 500, 70, 70, "#fff8e2")
    for shade, low, high, step in (("#a48fa6", 120, 290, 54), ("#77708f", 90, 250, 66), (_NEAREST, 60, 230, 80)):
        _street_front(canvas, shade, low, high, step)
    canvas.mist(556, 40, "#fde3b8", 0.6)
    canvas.fill([(0, "#d9a98c"), (0.2, "#8d7f8c"), (1, "#3f4560")], 558, 900)
    canvas.polygon(shape("760 558, 840 558, 1500 900, 100 900"), "#5c5f78")
    canvas.polygon(shape("790 558, 810 558, 1010 900, 590 900"), "#ffe2b0", 0.4)
    for row in range(8):
        y, half = 566 + row**2 * 5.4, 1 + row * 0.85
        lower = y + 6 + row * 3
        stripe = [(800 - half, y), (800 + half, y), (800 + half * 1.2, lower), (800 - half * 1.2, lower)]
        canvas.polygon(stripe, "#f6ead2", 0.9)
    for side in (-1, 1):
        for index in range(7):
            y, size = 580 + index**1.7 * 12, 0.28 + index * 0.14
            x = 800 + side * (90 + index**1.5 * 56)
            canvas.rectangle(x - 3 * size, y - 90 * size, 6 * size, 92 * size, "#3a3046")
            canvas.ellipse(x, y - 130 * size, 46 * size, 60 * size, mix("#8f6a5c", "#3c4a52", index / 7))
            canvas.ellipse(x - side * 16 * size, y - 146 * size, 24 * size, 32 * size, "#f2b27c", 0.22)
    runners: list[tuple[float, float, float]] = []
    for row in range(6):
        y = 612 + row**1.8 * 13
        size = 0.3 + row * 0.155
        for _ in range(5 - row // 2):
            runners.append((800 + canvas.random.uniform(-1, 1) * (50 + (y - 560) * 1.1), y, size))
    colours = ["#d0402e", "#f3eee2", "#2f6f9a", "#f0c04a", "#2f7a5c", "#e0783a"]
    for x, y, size in sorted(runners, key=lambda one: one[1]):
        _runner(canvas, x, y, size, canvas.random.choice(colours))
    _runner(canvas, 800, 872, 1.5, "#d0402e")


def _street_front(canvas: Canvas, shade: str, low: float, high: float, step: float) -> None:
    x = -20.0
    while x < 1620:
        width = step * canvas.random.uniform(0.6, 1.25)
        away = abs(x - 800) / 800
        height = (low + (high - low) * canvas.random.random()) * (0.45 + 0.75 * away)
        canvas.rectangle(x, 560 - height, width - 4, height, shade)
        roof = canvas.random.random()
        if roof < 0.2:
            canvas.polygon([(x, 560 - height), (x + width - 4, 560 - height), (x + width / 2, 520 - height)], shade)
        elif roof < 0.36:
            canvas.line([(x + width / 2, 560 - height), (x + width / 2, 504 - height)], shade, 4)
        if shade == _NEAREST:
            places = [(c, r) for c in range(int(width / 15) - 1) for r in range(int(height / 22) - 1)]
            for column, storey in places:
                if canvas.random.random() < 0.35:
                    canvas.rectangle(x + 12 + column * 15, 578 - height + storey * 22, 7, 10, "#ffd998", 0.9)
        x += width


def _runner(canvas: Canvas, x: float, y: float, size: float, vest: str) -> None:
    skin = canvas.random.choice(["#7a4f38", "#c9986e", "#5c3b2a", "#dcb48c"])
    side = canvas.random.choice((-1, 1))
    canvas.ellipse(x, y + 4 * size, 34 * size, 7 * size, "#2c2f44", 0.5)
    canvas.line(
        [(x - side * 7 * size, y - 74 * size), (x - side * 13 * size, y - 38 * size), (x - side * 11 * size, y)],
        skin,
        12 * size,
    )
    canvas.line(
        [
            (x + side * 7 * size, y - 74 * size),
            (x + side * 15 * size, y - 44 * size),
            (x + side * 9 * size, y - 24 * size),
        ],
        skin,
        12 * size,
    )
    canvas.polygon(shape("-17 -62, 17 -62, 15 -92, -15 -92", x, y, size), "#26304a")
    canvas.polygon(shape("-15 -88, 15 -88, 20 -138, -20 -138", x, y, size), vest)
    canvas.rectangle(x - 11 * size, y - 124 * size, 22 * size, 20 * size, "#fbf8f0")
    canvas.line(
        [
            (x - side * 20 * size, y - 134 * size),
            (x - side * 32 * size, y - 108 * size),
            (x - side * 14 * size, y - 100 * size),
        ],
        skin,
        9 * size,
    )
    canvas.line(
        [
            (x + side * 20 * size, y - 134 * size),
            (x + side * 34 * size, y - 112 * size),
            (x + side * 26 * size, y - 84 * size),
        ],
        skin,
        9 * size,
    )
    canvas.ellipse(x, y - 156 * size, 12 * size, 15 * size, skin)
    canvas.polygon(shape("-13 -156, -11 -172, 11 -172, 13 -156, 0 -164", x, y, size), "#2a1f1c")
