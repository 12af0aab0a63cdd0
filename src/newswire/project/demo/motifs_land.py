"""Motifs in the open country: rescue on a mountain, skiing, mountain road, wheat, train, solar field, wind farm, sky."""

import math

from newswire.project.demo.drawing import Canvas, Point, mix


def draw_mountain_rescue(canvas: Canvas) -> None:
    """A helicopter beside a snowy face at dawn, climbers on the ridge."""
    canvas.fill([(0, "#3f6288"), (0.4, "#8fa3b8"), (0.7, "#e5bba8"), (1, "#f6d9b8")], 0, 700)
    canvas.glow(300, 600, 520, "#ffe6c2", 0.8)
    for foot, height, many, light, dark in (
        (640, 260, 6, "#c9c3c9", "#a3aec2"),
        (760, 290, 5, "#b3b7c4", "#8093b0"),
        (860, 230, 6, "#94a2b6", "#5f7896"),
    ):
        canvas.peaks(foot, height, many, light, dark)
        canvas.mist(foot - 20, 130, "#efd9c9", 0.7)
    peak = [(640, 900), (730, 700), (800, 640), (850, 520), (930, 440), (985, 300), (1060, 210), (1120, 100), (1165, 150)]
    face = [*peak, (1215, 210), (1275, 330), (1340, 380), (1400, 500), (1480, 560), (1600, 640), (1600, 900)]
    canvas.shade(face, [(0, "#f7efe8"), (0.5, "#d3dbe6"), (1, "#93a8c0")])
    shadow = [(1120, 100), (1165, 150), (1215, 210), (1275, 330), (1340, 380), (1400, 500), (1480, 560), (1600, 640), (1600, 900)]
    shadow += [(1180, 900), (1230, 760), (1165, 640), (1200, 520), (1130, 430), (1160, 300), (1108, 220)]
    canvas.shade(shadow, [(0, "#8ea3c0"), (1, "#4f6b8d")])
    streaks = []
    for _ in range(34):
        t = canvas.random.random() ** 0.7
        y = 220 + t * 600
        x = 1100 - t * 330 * canvas.random.uniform(0.1, 0.95) + t * 50
        long, wide = canvas.random.uniform(40, 120), canvas.random.uniform(7, 20)
        streaks.append([(x, y), (x + wide, y + long * 0.25), (x + wide * 0.4, y + long), (x - wide * 0.7, y + long * 0.6)])
    canvas.polygons(streaks, "#76839a", 0.75)
    ledges = []
    for _ in range(22):
        t = canvas.random.random()
        x, y = 1190 + t * 200 * canvas.random.uniform(0.1, 1.2), 300 + t * 420
        long, wide = canvas.random.uniform(50, 130), canvas.random.uniform(8, 20)
        ledges.append([(x, y), (x + wide, y + long * 0.3), (x + wide * 1.5, y + long), (x - wide * 0.2, y + long * 0.5)])
    canvas.polygons(ledges, "#3b5273", 0.6)
    _climbers(canvas, peak)
    _helicopter(canvas, 520, 330)
    snow = [(0, 800), (260, 826), (520, 866), (760, 858), (1040, 820), (1330, 836), (1600, 800)]
    canvas.land(snow, [(0, "#e8edf2"), (1, "#b4c4d6")])
    for x in range(20, 620, 46):
        _fir(canvas, x + canvas.random.uniform(-16, 16), 900 - canvas.random.uniform(0, 40), canvas.random.uniform(70, 150), "#2b4356")


def _climbers(canvas: Canvas, edge: list[Point]) -> None:
    rope: list[Point] = []
    for index in range(5):
        place = 2.1 + index * 0.66
        (x1, y1), (x2, y2) = edge[int(place)], edge[int(place) + 1]
        share = place - int(place)
        x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
        rope.append((x, y - 16))
        colour = ("#c8402f", "#2f4a66", "#e0902f", "#c8402f", "#2f4a66")[index]
        canvas.polygon([(x - 7, y + 3), (x - 2, y + 3), (x, y - 12), (x + 3, y + 3), (x + 8, y + 3), (x + 6, y - 28), (x - 5, y - 28)], "#22303f")
        canvas.polygon([(x - 7, y - 12), (x + 7, y - 12), (x + 5, y - 32), (x - 5, y - 32)], colour)
        canvas.ellipse(x, y - 37, 5.5, 5.5, "#f0d9b8")
    canvas.line(rope, "#8c3a2c", 1.5)


def _helicopter(canvas: Canvas, x: float, y: float) -> None:
    canvas.ellipse(x + 8, y - 78, 250, 7, "#ffffff", 0.5)
    canvas.polygon([(x + 60, y - 26), (x + 330, y - 44), (x + 330, y - 26), (x + 70, y + 18)], "#b83226")
    canvas.polygon([(x + 300, y - 96), (x + 338, y - 96), (x + 330, y - 22), (x + 296, y - 30)], "#b83226")
    canvas.ellipse(x + 322, y - 84, 34, 34, "#ffffff", 0.35)
    body = [(x - 140, y + 6), (x - 120, y - 32), (x - 70, y - 58), (x + 40, y - 60), (x + 96, y - 34), (x + 96, y + 16), (x + 50, y + 46), (x - 84, y + 48), (x - 128, y + 30)]
    canvas.polygon(body, "#d0402e")
    canvas.polygon([(x - 140, y + 6), (x + 96, y + 4), (x + 96, y + 16), (x + 50, y + 46), (x - 84, y + 48), (x - 128, y + 30)], "#8f271e", 0.6)
    canvas.polygon([(x - 132, y - 4), (x - 112, y - 30), (x - 70, y - 50), (x - 62, y - 4)], "#24384a")
    canvas.polygon([(x - 128, y - 6), (x - 110, y - 28), (x - 92, y - 38), (x - 96, y - 6)], "#9fc0d4", 0.6)
    for left in (-50, -8):
        canvas.rectangle(x + left, y - 44, 34, 38, "#24384a")
    canvas.rectangle(x - 140, y + 4, 236, 7, "#f4efe6")
    canvas.rectangle(x - 12, y - 80, 12, 22, "#3b4650")
    canvas.line([(x - 250, y - 80), (x + 262, y - 76)], "#3b4650", 4)
    canvas.lines([[(x - 110, y + 70), (x + 70, y + 70)], [(x - 80, y + 46), (x - 84, y + 70)], [(x + 36, y + 46), (x + 40, y + 70)]], "#3b4650", 4)
    canvas.line([(x - 6, y + 46), (x - 2, y + 210)], "#33414d", 2)
    canvas.polygon([(x - 16, y + 236), (x + 14, y + 236), (x + 8, y + 206), (x - 8, y + 206)], "#e0902f")
    canvas.ellipse(x, y + 200, 8, 8, "#f0d9b8")


def _fir(canvas: Canvas, x: float, y: float, height: float, colour: str) -> None:
    canvas.rectangle(x - height * 0.03, y - height * 0.14, height * 0.06, height * 0.16, "#2a2420")
    for index in range(4):
        top = y - height + index * height * 0.19
        half = height * (0.11 + index * 0.055)
        canvas.polygon([(x, top), (x + half, top + height * 0.34), (x - half, top + height * 0.34)], mix(colour, "#101d24", index * 0.09))


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
        _fir(canvas, x, canvas.random.uniform(570, 620), canvas.random.uniform(60, 130), "#4e7184")
    slope = [(0, 790), (300, 742), (700, 690), (1100, 622), (1600, 560)]
    canvas.land(slope, [(0, "#fbfcfb"), (1, "#cfdfea")])
    for shift in (74, 100):
        canvas.line([(x, y + shift) for x, y in slope], "#a9c2d4", 4, 0.8)
    canvas.polygon([(0, 900), (0, 868), (1600, 700), (1600, 900)], "#b9cfde", 0.5)
    for x, y, height in ((60, 800, 330), (170, 776, 230), (1520, 600, 260), (1430, 598, 190), (1590, 640, 320)):
        _fir(canvas, x, y, height, "#24465a")
        canvas.polygon([(x - 10, y), (x + 20, y), (x + height * 0.7, y + height * 0.16)], "#8fb0c6", 0.5)
    for x, y, size, suit, bib in ((470, 802, 1.15, "#c8402f", "#f3efe6"), (790, 750, 1.0, "#24506e", "#f0c04a"), (1080, 704, 0.88, "#2d2f3a", "#e8e4da"), (1310, 668, 0.76, "#d68a2c", "#24384a")):
        _skier(canvas, x, y, size, suit, bib)


def _skier(canvas: Canvas, x: float, y: float, size: float, suit: str, bib: str) -> None:
    def at(dx: float, dy: float) -> Point:
        return (x + (dx + dy * 0.05) * size, y - (dy + dx * 0.15) * size)

    canvas.polygon([at(-90, -6), at(110, -14), at(30, -26), at(-60, -22)], "#8fb0c6", 0.6)
    canvas.lines([[at(-96, 2), at(70, 2)], [at(-30, -8), at(128, -8), at(142, 2)]], "#c24a2f", 5 * size)
    canvas.polygon([at(-56, 4), at(-40, 2), at(-6, 58), at(8, 104), at(-24, 108), at(-30, 66)], mix(suit, "#101820", 0.35))
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
    for y, height, top, bottom in ((290, 230, "#9db6bd", "#c8cfc2"), (370, 180, "#7d9c9f", "#a9b8a8")):
        canvas.land(canvas.ridge(y, height, 0.52), [(0, top), (1, bottom)])
    main = [(0, 640), (180, 560), (330, 540), (520, 400), (700, 330), (830, 230), (930, 180), (1010, 240), (1120, 270), (1300, 400), (1460, 450), (1600, 540)]
    canvas.land(main, [(0, "#8aa06b"), (0.5, "#6d8a55"), (1, "#40603f")])
    canvas.polygon([(930, 180), (1010, 240), (1120, 270), (1300, 400), (1460, 450), (1600, 540), (1600, 900), (1300, 900), (1180, 640), (1060, 460), (990, 330)], "#37544a", 0.5)
    for rock in ([(860, 240), (930, 180), (960, 260), (900, 300)], [(960, 260), (1000, 236), (1040, 300), (1000, 330)], [(700, 345), (760, 300), (790, 360), (735, 385)]):
        canvas.polygon(rock, "#b9b7a4", 0.8)
    bends = [(905, 300), (975, 335), (800, 400), (1060, 470), (640, 560), (1180, 655), (420, 765), (1150, 905)]
    road = _smooth(bends)
    for start, end in zip(road, road[1:], strict=False):
        width = 7 + max(0.0, start[1] - 290) ** 1.12 / 15
        canvas.line([(start[0], start[1] + width * 0.35), (end[0], end[1] + width * 0.35)], "#33493a", width)
        canvas.ellipse(end[0], end[1] + width * 0.3, width / 2, width / 2, "#33493a")
    for start, end in zip(road, road[1:], strict=False):
        width = 6 + max(0.0, start[1] - 290) ** 1.12 / 16
        canvas.line([start, end], "#d6cdb6", width)
        canvas.ellipse(*end, width / 2, width / 2, "#d6cdb6")
    for _ in range(130):
        x, y = canvas.random.uniform(0, 1600), canvas.random.uniform(560, 890)
        if min(math.hypot(x - px, (y - py) * 1.4) for px, py in road) > 58:
            size = (y - 440) / 330
            canvas.ellipse(x, y, 20 * size, 17 * size, canvas.random.choice(["#39573b", "#446343", "#314c36"]))
    spots = [(0.655, "#d0402e"), (0.675, "#f0c04a"), (0.69, "#2f5f86"), (0.705, "#f4efe4"), (0.72, "#2f5f86"), (0.585, "#f0c04a")]
    for share, jersey in spots:
        x, y = road[int(share * (len(road) - 1))]
        _cyclist(canvas, x, y + 4, 0.22 + (y - 300) / 900, jersey)


def _smooth(points: list[Point]) -> list[Point]:
    """Points along a curve that swings round at every bend."""
    path: list[Point] = []
    for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
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
    frame = [(x - 48 * size, y - 32 * size), (x - 14 * size, y - 84 * size), (x + 36 * size, y - 86 * size), (x, y - 34 * size)]
    canvas.lines([[*frame, frame[0]], [frame[2], (x + 48 * size, y - 32 * size)]], "#2a3338", 4.5 * size)
    canvas.line([(x - 14 * size, y - 98 * size), (x + 16 * size, y - 66 * size), (x + 2 * size, y - 26 * size)], "#2a3338", 13 * size)
    canvas.polygon([(x - 26 * size, y - 94 * size), (x - 4 * size, y - 88 * size), (x + 44 * size, y - 128 * size), (x + 24 * size, y - 150 * size)], jersey)
    canvas.line([(x + 34 * size, y - 134 * size), (x + 50 * size, y - 96 * size)], "#d9b18a", 8 * size)
    canvas.ellipse(x + 48 * size, y - 152 * size, 14 * size, 14 * size, "#d9b18a")
    canvas.polygon([(x + 30 * size, y - 154 * size), (x + 40 * size, y - 172 * size), (x + 60 * size, y - 168 * size), (x + 66 * size, y - 154 * size)], "#f4efe4")


def draw_wheat(canvas: Canvas) -> None:
    """A wheat field at sunset with a harvester far off."""
    canvas.fill([(0, "#557a92"), (0.45, "#c9b79a"), (0.8, "#f2c077"), (1, "#fbdc9b")], 0, 470)
    canvas.glow(1130, 430, 520, "#fff0c4", 0.9)
    canvas.ellipse(1130, 408, 56, 56, "#fff8e2")
    for y, width in ((110, 620), (190, 420), (255, 520)):
        x = canvas.random.uniform(0, 900)
        canvas.beam([(x, y + 16), (x + width * 0.4, y), (x + width, y + 10), (x + width * 0.5, y + 26)], "#f7dcae", 0.65, 14)
    canvas.land(canvas.ridge(440, 60, 0.45), [(0, "#8a8a6a"), (1, "#b09a62")], 500)
    canvas.land(canvas.ridge(462, 20, 0.4), [(0, "#d9a94f"), (0.25, "#d39a3c"), (1, "#8d5a1e")])
    for index in range(-26, 27):
        foot = 800 + index * 118
        canvas.polygon([(1000 + index * 12, 478), (1003 + index * 12, 478), (foot + 34, 900), (foot - 10, 900)], "#7d4f1a", 0.22)
    for row in range(16):
        y = 486 + row**1.75 * 3.1
        tufts: list[list[Point]] = []
        for _ in range(120):
            x, height = canvas.random.uniform(-10, 1610), 6 + row * 2.6
            tufts.append([(x - height * 0.16, y + height), (x + canvas.random.uniform(-3, 3), y - height * 0.3), (x + height * 0.16, y + height)])
        canvas.polygons(tufts, mix("#f3cd77", "#b67c2a", row / 16), 0.5)
    _harvester(canvas, 430, 486)
    for depth, many in ((0, 46), (1, 34)):
        for _ in range(many):
            x = canvas.random.uniform(-20, 1620)
            tilt = canvas.random.uniform(-0.22, 0.3)
            height = canvas.random.uniform(150, 300) + depth * 60
            _ear(canvas, x, 930, height, tilt, ("#d79d3f", "#8a5519")[depth], ("#f1cb76", "#b87a2b")[depth])


def _harvester(canvas: Canvas, x: float, y: float) -> None:
    canvas.glow(x - 130, y - 6, 230, "#ecc988", 0.8, 0.35)
    canvas.polygon([(x - 80, y - 70), (x + 70, y - 70), (x + 92, y - 10), (x - 80, y - 6)], "#9c3a26")
    canvas.polygon([(x + 30, y - 116), (x + 84, y - 116), (x + 94, y - 62), (x + 26, y - 62)], "#4a2c22")
    canvas.polygon([(x + 38, y - 108), (x + 78, y - 108), (x + 86, y - 70), (x + 36, y - 70)], "#e9c98d")
    canvas.polygon([(x - 70, y - 92), (x + 20, y - 92), (x + 14, y - 70), (x - 76, y - 70)], "#7c2c1e")
    canvas.line([(x - 30, y - 90), (x - 116, y - 112)], "#7c2c1e", 9)
    canvas.polygon([(x + 86, y - 30), (x + 160, y - 20), (x + 172, y + 8), (x + 96, y + 4)], "#5d2418")
    canvas.ellipse(x + 162, y - 8, 26, 26, "#43221a")
    for dx, radius in ((-52, 24), (52, 34)):
        canvas.ellipse(x + dx, y - radius + 16, radius, radius, "#33211b")
        canvas.ellipse(x + dx, y - radius + 16, radius * 0.45, radius * 0.45, "#b98a45")


def _ear(canvas: Canvas, x: float, y: float, height: float, tilt: float, stem: str, grain: str) -> None:
    tip = (x + tilt * height, y - height)
    canvas.line([(x, y), (x + tilt * height * 0.35, y - height * 0.55), tip], stem, 3)
    for index in range(8):
        cx, cy = tip[0] + tilt * index * 9, tip[1] - index * 11
        for side in (-1, 1):
            canvas.polygon([(cx, cy + 10), (cx + side * 11, cy - 2), (cx + side * 5 + tilt * 8, cy - 16)], grain)
        canvas.line([(cx, cy), (cx + 16 + tilt * 30, cy - 44)], grain, 1, 0.8)
        canvas.line([(cx, cy), (cx - 16 + tilt * 30, cy - 44)], grain, 1, 0.8)
    canvas.polygon([(tip[0] + tilt * 72 - 5, tip[1] - 84), (tip[0] + tilt * 72 + 5, tip[1] - 84), (tip[0] + tilt * 84, tip[1] - 106)], grain)


def draw_train(canvas: Canvas) -> None:
    """A train on an arched viaduct between green hills."""
    canvas.fill([(0, "#7fb0cb"), (0.7, "#d5e5e0"), (1, "#f4ecd2")], 0, 560)
    canvas.glow(1250, 200, 420, "#fffbe8", 0.7)
    for y, height, top, bottom in ((330, 130, "#a3bfc0", "#c4d2c4"), (410, 120, "#82a89b", "#a9c0a2"), (500, 120, "#5f8f72", "#86a878")):
        canvas.land(canvas.ridge(y, height, 0.48), [(0, top), (1, bottom)])
        canvas.mist(y + 90, 60, "#e8efdf", 0.35)
    canvas.land(canvas.ridge(640, 110, 0.45), [(0, "#4b7d56"), (1, "#35603f")])
    deck, stone, dark = 470.0, "#cdbd9f", "#a08f74"
    for index in range(9):
        left = -20 + index * 186
        canvas.polygon([(left, deck), (left + 46, deck), (left + 54, 900), (left - 8, 900)], stone)
        canvas.polygon([(left + 30, deck), (left + 46, deck), (left + 54, 900), (left + 32, 900)], dark)
        arch = [(left + 46 + 70 * (1 - math.cos(t / 16 * math.pi)), deck + 100 - 74 * math.sin(t / 16 * math.pi)) for t in range(17)]
        canvas.polygon([(left + 40, deck), (left + 192, deck), (left + 192, deck + 112), *reversed(arch), (left + 40, deck + 112)][:2] + [(left + 186, deck + 100), *reversed(arch), (left + 46, deck + 100)], stone)
        canvas.line(arch, dark, 6)
    canvas.rectangle(0, deck - 14, 1600, 26, "#dccdb0")
    canvas.rectangle(0, deck + 8, 1600, 6, dark)
    courses = [[(0, deck + 14 + row * 13), (1600, deck + 14 + row * 13)] for row in range(2)]
    canvas.lines(courses, dark, 1, 0.3)
    for x in range(30, 1600, 150):
        canvas.line([(x, deck - 14), (x, deck - 132)], "#59645f", 4)
        canvas.line([(x, deck - 126), (x + 34, deck - 118)], "#59645f", 3)
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
        canvas.shade([(left, floor - 78), (left + 280, floor - 78), (left + 280, floor - 4), (left, floor - 4)], [(0, "#fbf8ef"), (1, "#d3d3c9")])
        canvas.rectangle(left, floor - 60, 280, 27, "#2c3a44")
        for window in range(7):
            canvas.rectangle(left + 14 + window * 38, floor - 57, 28, 21, "#6f8c98")
        canvas.rectangle(left, floor - 26, 280, 9, "#b83a2b")
        for axle in (38, 76, 206, 244):
            canvas.ellipse(left + axle, floor - 1, 9, 9, "#2a3034")
    nose = 1084.0
    canvas.shade([(nose, floor - 78), (nose + 120, floor - 76), (nose + 196, floor - 54), (nose + 246, floor - 20), (nose + 250, floor - 4), (nose, floor - 4)], [(0, "#fbf8ef"), (1, "#d3d3c9")])
    canvas.polygon([(nose + 126, floor - 70), (nose + 176, floor - 54), (nose + 206, floor - 36), (nose + 132, floor - 36)], "#2c3a44")
    canvas.rectangle(nose, floor - 60, 108, 27, "#2c3a44")
    for window in range(2):
        canvas.rectangle(nose + 14 + window * 38, floor - 57, 28, 21, "#6f8c98")
    canvas.polygon([(nose, floor - 26), (nose + 236, floor - 26), (nose + 246, floor - 17), (nose, floor - 17)], "#b83a2b")
    for axle in (38, 76, 180):
        canvas.ellipse(nose + axle, floor - 1, 9, 9, "#2a3034")
    canvas.glow(nose + 240, floor - 16, 40, "#fff6d8", 0.95)


def draw_solar(canvas: Canvas) -> None:
    """Rows of solar panels in the desert under a high sun."""
    canvas.fill([(0, "#6aa9c4"), (0.6, "#d8dcc4"), (1, "#f8e3b6")], 0, 470)
    canvas.glow(1180, 170, 520, "#fff7d8", 0.95)
    canvas.ellipse(1180, 170, 62, 62, "#fffdf2")
    for base, height, span, shift, top, bottom in (
        (455, 110, 330, 0, "#dcb78c", "#e9cda2"),
        (470, 80, 230, 170, "#cc9a69", "#e0b98a"),
    ):
        dunes = [(float(x), base - height * abs(math.sin((x + shift) / span)) ** 1.4) for x in range(0, 1610, 10)]
        canvas.land(dunes, [(0, top), (1, bottom)])
        lee = [[(x, y), (x + 70, y + 34), (x + 190, base + 6), (x + 20, base + 6)] for x, y in dunes if y < base - height * 0.995]
        canvas.polygons(lee[::3], "#a8744a", 0.35)
    canvas.land([(0, 486), (500, 470), (1100, 480), (1600, 468)], [(0, "#e9c590"), (1, "#c3874f")])
    for row in range(7):
        near = row / 6
        y = 504 + 360 * near**1.65
        size = 0.22 + 0.95 * near**1.4
        canvas.ellipse(800, y + 62 * size, 1700 * size + 500, 12 * size, "#8f5c36", 0.35)
        step = 250 * size
        start = 800 - step * math.ceil(950 / step) + (row % 2) * step * 0.3
        x = start
        while x < 1700:
            _panel(canvas, x, y, size)
            x += step
    canvas.glow(1180, 470, 360, "#fff3cf", 0.4, 0.3)


def _panel(canvas: Canvas, x: float, y: float, size: float) -> None:
    def at(dx: float, dy: float) -> Point:
        return (x + (dx + dy * 0.34) * size, y - dy * size)

    canvas.lines([[at(40, 20), (x + 46 * size, y + 62 * size)], [at(190, 20), (x + 200 * size, y + 62 * size)]], "#6d5541", 5 * size)
    canvas.shade([at(0, -14), at(232, -14), at(232, 96), at(0, 96)], [(0, "#7fb2d2"), (0.35, "#3b6d95"), (1, "#1c3e60")])
    grid = [[at(dx, -14), at(dx, 96)] for dx in (46, 93, 139, 186)] + [[at(0, dy), at(232, dy)] for dy in (22, 59)]
    canvas.lines(grid, "#b9d3e2", 1.6 * size, 0.7)
    canvas.polygon([at(60, 96), at(100, 96), at(70, -14), at(30, -14)], "#ffffff", 0.16)
    canvas.line([at(0, 96), at(232, 96)], "#e9eef0", 3 * size)


def draw_wind_farm(canvas: Canvas) -> None:
    """Wind turbines on soft hills at sunrise."""
    canvas.fill([(0, "#5d7fa6"), (0.45, "#c0b9c4"), (0.75, "#f3c7a4"), (1, "#fbe0b2")], 0, 640)
    canvas.glow(380, 560, 520, "#fff2d0", 0.9)
    canvas.ellipse(380, 520, 50, 50, "#fffaf0")
    layers = ((530, 90, 260, "#b7a9b0", "#d9c0ae"), (610, 100, 330, "#8f8f9c", "#bda99f"), (700, 120, 410, "#5f7673", "#85907c"), (800, 120, 520, "#3b5a4e", "#4f6b52"))
    turbines: tuple[tuple[tuple[float, float, float], ...], ...] = (
        ((900, 540, 0.36), (1040, 530, 0.38), (1190, 536, 0.36), (1330, 525, 0.39)),
        ((690, 610, 0.62), (1470, 600, 0.64)),
        ((1180, 700, 1.0),),
        (),
    )
    for (y, height, span, top, bottom), posts in zip(layers, turbines, strict=True):
        for x, base, size in posts:
            _turbine(canvas, x, base + 30, size)
        hill = [(float(x), y - height * (0.5 + 0.5 * math.sin((x + y * 3) / span))) for x in range(0, 1610, 10)]
        canvas.land(hill, [(0, top), (1, bottom)])
        canvas.mist(y + 100, 60, "#f4dcc0", 0.3)
    for x, y, size in ((150, 770, 1.0), (215, 790, 0.7), (560, 800, 0.8)):
        for _ in range(14):
            canvas.ellipse(x + canvas.random.uniform(-34, 34) * size, y - canvas.random.uniform(10, 74) * size, 26 * size, 24 * size, canvas.random.choice(["#2b4a40", "#335548", "#274238"]))
    canvas.land(canvas.ridge(862, 40, 0.4), [(0, "#2c473c"), (1, "#1b3029")])


def _turbine(canvas: Canvas, x: float, base: float, size: float) -> None:
    hub = (x, base - 430 * size)
    canvas.polygon([(x - 11 * size, base + 40), (x + 11 * size, base + 40), (x + 5 * size, hub[1]), (x - 5 * size, hub[1])], "#f3eee4")
    canvas.polygon([(x + 3 * size, base + 40), (x + 11 * size, base + 40), (x + 5 * size, hub[1]), (x + 1 * size, hub[1])], "#a9a6ab", 0.6)
    turn = canvas.random.uniform(0, 2)
    for blade in range(3):
        angle = turn + blade * math.tau / 3
        dx, dy = math.cos(angle), math.sin(angle)
        long, wide = 236 * size, 11 * size
        canvas.polygon([
            (hub[0] - dy * 4 * size, hub[1] + dx * 4 * size),
            (hub[0] + dx * long * 0.22 - dy * wide, hub[1] + dy * long * 0.22 + dx * wide),
            (hub[0] + dx * long, hub[1] + dy * long),
            (hub[0] + dx * long * 0.2 + dy * 4 * size, hub[1] + dy * long * 0.2 - dx * 4 * size),
        ], "#faf6ee")
    canvas.ellipse(*hub, 12 * size, 12 * size, "#d8d2c8")


def draw_observatory(canvas: Canvas) -> None:
    """An observatory under the stars, a comet above."""
    canvas.fill([(0, "#070d1f"), (0.5, "#14264a"), (0.82, "#344a74"), (1, "#8a7a86")], 0, 760)
    for step in range(26):
        x = 250 + step * 46
        canvas.glow(x, 640 - step * 26 + canvas.random.uniform(-30, 30), canvas.random.uniform(110, 210), "#7f8fc0", 0.13)
    for radius, many, alpha in ((0.8, 420, 0.7), (1.3, 150, 0.85), (2.1, 36, 0.95)):
        places = [(canvas.random.uniform(0, 1600), canvas.random.random() ** 1.2 * 720) for _ in range(many)]
        canvas.dots(places, radius, "#eef2ff", alpha)
    for x, y in ((300, 130), (1480, 250), (700, 90), (1280, 80)):
        canvas.glow(x, y, 20, "#ffffff", 0.8)
    head = (470.0, 290.0)
    for spread, length, colour, alpha in ((90, 640, "#7fa8e8", 0.35), (48, 560, "#b9d2ff", 0.5), (20, 430, "#f2f7ff", 0.75)):
        for part in range(6):
            share = 1 - part / 6
            canvas.beam([head, (head[0] + length * share, head[1] - length * share * 0.46 - spread * share), (head[0] + length * share + 20, head[1] - length * share * 0.46 + spread * share * 0.5)], colour, alpha / 5, 10)
    canvas.glow(*head, 70, "#dbe8ff", 0.95)
    canvas.ellipse(*head, 9, 9, "#ffffff")
    canvas.land(canvas.ridge(680, 110, 0.5), [(0, "#2a3a5c"), (1, "#3b4666")])
    canvas.glow(250, 760, 380, "#f0b98a", 0.35, 0.4)
    hill = [(0, 830), (300, 800), (620, 760), (860, 700), (1020, 668), (1300, 668), (1440, 700), (1600, 760)]
    canvas.land(hill, [(0, "#1a2236"), (1, "#0a0f1a")])
    _dome(canvas, 1150, 672)
    for x, y, height in ((60, 830, 90), (130, 824, 66), (210, 815, 100), (1500, 740, 80), (1560, 760, 110)):
        _fir(canvas, x, y, height, "#0c1320")


def _dome(canvas: Canvas, x: float, base: float) -> None:
    canvas.shade([(x - 130, base - 120), (x + 130, base - 120), (x + 130, base + 4), (x - 130, base + 4)], [(0, "#c8cede"), (1, "#6d7690")])
    canvas.polygon([(x + 40, base - 120), (x + 130, base - 120), (x + 130, base + 4), (x + 40, base + 4)], "#2f3850", 0.55)
    rim = [(x - 142 * math.cos(t / 40 * math.pi), base - 132 - 150 * math.sin(t / 40 * math.pi)) for t in range(41)]
    canvas.shade(rim, [(0, "#f1f3f8"), (1, "#a7b0c6")])
    canvas.polygon([*rim[22:], (x + 30, base - 132)], "#3c4762", 0.55)
    canvas.rectangle(x - 150, base - 136, 300, 14, "#8c96b0")
    slit = [rim[12], rim[13], rim[14], rim[15], rim[16], (x - 20, base - 136), (x - 74, base - 136)]
    canvas.polygon(slit, "#141b2c")
    canvas.polygon([(x - 62, base - 136), (x - 28, base - 136), (x - 70, base - 268), (x - 96, base - 252)], "#dfe4ee")
    canvas.polygon([(x - 42, base - 136), (x - 28, base - 136), (x - 70, base - 268), (x - 80, base - 262)], "#7d88a2")
    for row in range(1, 4):
        half = 142 * math.cos(row * 0.36)
        canvas.line([(x + half * 0.06, base - 132 - 150 * math.sin(row * 0.36)), (x + half * 0.98, base - 132 - 150 * math.sin(row * 0.36))], "#8c96b0", 1.5, 0.6)
    canvas.rectangle(x - 20, base - 74, 40, 78, "#1c2436")
    canvas.rectangle(x + 60, base - 86, 30, 34, "#ffd48a")
    canvas.glow(x + 75, base - 70, 60, "#ffcf85", 0.7)
