"""Motifs in the mountains: ski race, mountain road."""

import itertools
import math

from newswire.project.demo.drawing import Canvas, Point, draw_fir, mix, shape


def draw_ski(canvas: Canvas) -> None:
    """Skiers climbing a snowy track between firs."""
    canvas.fill([(0, "#5e95c4"), (0.7, "#c3dcea"), (1, "#eef3f1")], 0, 560)
    canvas.glow(1250, 150, 380, "#ffffff", 0.7)
    canvas.peaks(600, 300, 7, "#dfe9f0", "#9fbcd4")
    canvas.peaks(610, 440, 4, "#f6f9fa", "#85a8c6")
    canvas.mist(560, 110, "#f2f6f6", 0.8)
    canvas.land(canvas.ridge(560, 60, 0.45), [(0, "#e7eff3"), (1, "#c9dae6")])
    for _ in range(60):
        x = canvas.random.uniform(-20, 1620)
        draw_fir(canvas, x, canvas.random.uniform(570, 620), canvas.random.uniform(60, 130), "#4e7184")
    slope = shape("0 790, 300 742, 700 690, 1100 622, 1600 560")
    canvas.land(slope, [(0, "#fbfcfb"), (1, "#cfdfea")])
    for shift in (74, 100):
        canvas.line([(x, y + shift) for x, y in slope], "#a9c2d4", 4, 0.8)
    canvas.polygon(shape("0 900, 0 868, 1600 700, 1600 900"), "#b9cfde", 0.5)
    for x, y, height in ((60, 800, 330), (170, 776, 230), (1520, 600, 260), (1430, 598, 190), (1590, 640, 320)):
        draw_fir(canvas, x, y, height, "#24465a")
        canvas.polygon([(x - 10, y), (x + 20, y), (x + height * 0.7, y + height * 0.16)], "#8fb0c6", 0.5)
    for x, y, size, suit, bib in (
        (470, 802, 1.15, "#c8402f", "#f3efe6"),
        (790, 750, 1.0, "#24506e", "#f0c04a"),
        (1080, 704, 0.88, "#2d2f3a", "#e8e4da"),
        (1310, 668, 0.76, "#d68a2c", "#24384a"),
    ):
        _skier(canvas, x, y, size, suit, bib)


def _skier(canvas: Canvas, x: float, y: float, size: float, suit: str, bib: str) -> None:
    def at(dx: float, dy: float) -> Point:
        return (x + (dx + dy * 0.05) * size, y - (dy + dx * 0.15) * size)

    canvas.polygon([at(-90, -6), at(110, -14), at(30, -26), at(-60, -22)], "#8fb0c6", 0.6)
    canvas.lines([[at(-96, 2), at(70, 2)], [at(-30, -8), at(128, -8), at(142, 2)]], "#c24a2f", 5 * size)
    canvas.polygon(
        [at(-56, 4), at(-40, 2), at(-6, 58), at(8, 104), at(-24, 108), at(-30, 66)], mix(suit, "#101820", 0.35)
    )
    canvas.polygon([at(26, -4), at(42, -4), at(38, 50), at(14, 110), at(-20, 104), at(16, 52)], suit)
    canvas.polygon([at(-24, 100), at(16, 106), at(66, 176), at(44, 200), at(10, 184)], suit)
    canvas.polygon([at(-8, 122), at(18, 122), at(50, 168), at(34, 184), at(10, 172)], bib)
    canvas.line([at(52, 182), at(84, 142), at(112, 160)], suit, 13 * size)
    canvas.line([at(38, 182), at(2, 142), at(-30, 134)], mix(suit, "#101820", 0.3), 13 * size)
    canvas.lines([[at(112, 162), at(74, -4)], [at(-30, 136), at(-92, -2)]], "#2a333a", 3 * size)
    canvas.ellipse(*at(76, 208), 17 * size, 18 * size, "#e3bd95")
    canvas.polygon([at(57, 210), at(62, 228), at(82, 230), at(95, 216)], "#26333d")


def draw_mountain_road(canvas: Canvas) -> None:
    """Hairpin bends up to a pass, a bunch of cyclists on the way."""
    canvas.fill([(0, "#4d86a8"), (0.6, "#bcd3d3"), (1, "#f2e3c0")], 0, 460)
    canvas.glow(420, 320, 420, "#fff3d2", 0.75)
    for y, height, top, bottom in ((290.0, 230, "#9db6bd", "#c8cfc2"), (370, 180, "#7d9c9f", "#a9b8a8")):
        canvas.land(canvas.ridge(y, height, 0.52), [(0, top), (1, bottom)])
    main = shape(
        "0 640, 180 560, 330 540, 520 400, 700 330, 830 230, 930 180, 1010 240, 1120 270, 1300 400, 1460 450, 1600 540"
    )
    canvas.land(main, [(0, "#8aa06b"), (0.5, "#6d8a55"), (1, "#40603f")])
    canvas.polygon(
        shape(
            "930 180, 1010 240, 1120 270, 1300 400, 1460 450, 1600 540, 1600 900, 1300 900, 1180 640, 1060 460, 990 330"
        ),
        "#37544a",
        0.5,
    )
    for rock in (
        shape("860 240, 930 180, 960 260, 900 300"),
        shape("960 260, 1000 236, 1040 300, 1000 330"),
        shape("700 345, 760 300, 790 360, 735 385"),
    ):
        canvas.polygon(rock, "#b9b7a4", 0.8)
    bends = shape("905 300, 975 335, 800 400, 1060 470, 640 560, 1180 655, 420 765, 1150 905")
    road = _smooth(bends)
    for colour, drop in (("#33493a", 0.35), ("#d6cdb6", 0.0)):
        for (x1, y1), (x2, y2) in itertools.pairwise(road):
            width = 6.0 + max(0.0, y1 - 290) ** 1.12 / 15.5
            canvas.line([(x1, y1 + width * drop), (x2, y2 + width * drop)], colour, width)
            canvas.ellipse(x2, y2 + width * drop, width / 2, width / 2, colour)
    for _ in range(130):
        x, y = canvas.random.uniform(0, 1600), canvas.random.uniform(560, 890)
        if min(math.hypot(x - px, (y - py) * 1.4) for px, py in road) > 58:
            size = (y - 440) / 330
            canvas.ellipse(x, y, 20 * size, 17 * size, canvas.random.choice(["#39573b", "#446343", "#314c36"]))
    places = (0.655, 0.675, 0.69, 0.705, 0.72, 0.585)
    jerseys = ("#d0402e", "#f0c04a", "#2f5f86", "#f4efe4", "#2f5f86", "#f0c04a")
    for share, jersey in zip(places, jerseys, strict=True):
        x, y = road[int(share * (len(road) - 1))]
        _cyclist(canvas, x, y + 4, 0.22 + (y - 300) / 900, jersey)


def _smooth(points: list[Point]) -> list[Point]:
    """Points along a curve that swings round at every bend."""
    path: list[Point] = []
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        for step in range(60):
            share = step / 60
            across = (1 - math.cos(share * math.pi)) / 2
            path.append((x1 + (x2 - x1) * across, y1 + (y2 - y1) * (share * 0.62 + across * 0.38)))
    return [*path, points[-1]]


def _cyclist(canvas: Canvas, x: float, y: float, size: float, jersey: str) -> None:
    canvas.ellipse(x + 8 * size, y, 80 * size, 9 * size, "#6b6653", 0.5)
    for dx in (-48, 48):
        canvas.ellipse(x + dx * size, y - 32 * size, 31 * size, 31 * size, "#252d31")
        canvas.ellipse(x + dx * size, y - 32 * size, 25 * size, 25 * size, "#cfc6ae")
    frame = shape("-48 -32, -14 -84, 36 -86, 0 -34", x, y, size)
    canvas.lines([[*frame, frame[0]], [frame[2], (x + 48 * size, y - 32 * size)]], "#2a3338", 4.5 * size)
    canvas.line(shape("-14 -98, 16 -66, 2 -26", x, y, size), "#2a3338", 13 * size)
    canvas.polygon(shape("-26 -94, -4 -88, 44 -128, 24 -150", x, y, size), jersey)
    canvas.line([(x + 34 * size, y - 134 * size), (x + 50 * size, y - 96 * size)], "#d9b18a", 8 * size)
    canvas.ellipse(x + 48 * size, y - 152 * size, 14 * size, 14 * size, "#d9b18a")
    canvas.polygon(shape("30 -154, 40 -172, 60 -168, 66 -154", x, y, size), "#f4efe4")
