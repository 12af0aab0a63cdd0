"""Motifs at sea: harbour, lighthouse, regatta."""

import math

from newswire.project.demo.drawing import Canvas, Point, shape


def draw_harbour(canvas: Canvas) -> None:
    """Container cranes and a moored ship at dusk."""
    canvas.fill([(0, "#22384a"), (0.45, "#7a7f86"), (0.78, "#e0a070"), (1, "#f6cf9a")], 0, 560)
    canvas.glow(1110, 520, 420, "#ffe3ae", 0.85)
    canvas.ellipse(1110, 512, 46, 46, "#fff1cf")
    for y, share, colour in ((150, 380, "#c98d72"), (225, 520, "#d79c78"), (300, 300, "#e3ac82")):
        for _ in range(3):
            x = canvas.random.uniform(-100, 1400)
            canvas.beam([(x, y), (x + share, y - 10), (x + share * 1.3, y + 10), (x + 60, y + 22)], colour, 0.5, 10)
    canvas.land(canvas.ridge(520, 50, 0.45), [(0, "#8f7b78"), (1, "#a98a7c")], 565)
    canvas.fill([(0, "#d99b6f"), (0.25, "#7c7472"), (1, "#1d3140")], 560, 900)
    canvas.ripples(565, 890, "#ffdca6", 0.75, 150, 1110, 330)
    canvas.ripples(565, 890, "#16272f", 0.35, 120)
    for x, size, colour in ((250, 1.0, "#182832"), (560, 0.86, "#22343d"), (820, 0.74, "#2e424a")):
        _crane(canvas, x, 640, size, colour)
    _ship(canvas)
    canvas.polygon(shape("0 655, 760 640, 900 646, 905 672, 760 700, 0 760"), "#101c24")
    canvas.rectangle(0, 640, 900, 16, "#1a2a33")
    for row, many in ((0, 9), (1, 6), (2, 3)):
        for index in range(many):
            colour = canvas.random.choice(["#8e3b2f", "#5d6f74", "#a8763e", "#37525c", "#6d4a44"])
            canvas.rectangle(16 + index * 82 + row * 30, 604 - row * 37, 78, 35, colour)
            canvas.rectangle(16 + index * 82 + row * 30, 604 - row * 37, 78, 5, "#101c24", 0.25)
    for index in range(9):
        canvas.glow(60 + index * 100, 640, 26, "#ffd89a", 0.7)


def _crane(canvas: Canvas, x: float, base: float, size: float, colour: str) -> None:
    def at(dx: float, dy: float) -> Point:
        return (x + dx * size, base - dy * size)

    for leg in (-62, 62):
        canvas.polygon([at(leg - 9, 0), at(leg + 9, 0), at(leg * 0.8 + 6, 330), at(leg * 0.8 - 6, 330)], colour)
    canvas.polygon([at(-66, 108), at(66, 108), at(66, 122), at(-66, 122)], colour)
    canvas.lines([[at(-60, 115), at(50, 320)], [at(60, 115), at(-50, 320)]], colour, 4 * size)
    canvas.polygon([at(-190, 328), at(330, 328), at(330, 346), at(-190, 346)], colour)
    canvas.polygon([at(-24, 340), at(-4, 340), at(4, 470), at(-8, 470)], colour)
    canvas.lines(
        [[at(-2, 466), at(-185, 344)], [at(-2, 466), at(160, 344)], [at(-2, 466), at(325, 344)]], colour, 4 * size
    )
    lattice = [[at(step, 346), at(step + 18, 358), at(step + 36, 346)] for step in range(-180, 310, 36)]
    canvas.lines(lattice, colour, 2.5 * size)
    canvas.polygon([at(196, 300), at(240, 300), at(240, 328), at(196, 328)], "#a33327")
    canvas.lines([[at(206, 300), at(206, 206)], [at(230, 300), at(230, 206)]], colour, 2 * size)
    canvas.polygon([at(180, 176), at(256, 176), at(256, 208), at(180, 208)], "#b77b3d")
    canvas.polygon([at(-170, 346), at(-96, 346), at(-96, 386), at(-170, 386)], colour)
    canvas.glow(*at(0, 474), 16 * size, "#ff5a45", 0.9)


def _ship(canvas: Canvas) -> None:
    hull = shape("925 612, 1580 598, 1545 690, 985 700, 948 668")
    canvas.shade(hull, [(0, "#26323a"), (0.62, "#1a252c"), (1, "#131b20")])
    canvas.polygon(shape("948 668, 1553 668, 1545 690, 985 700"), "#7c2f27")
    for row in range(4):
        for index in range(9 - (row == 3) * 3):
            colour = canvas.random.choice(["#b0653c", "#47606a", "#8f3c30", "#c08f52", "#2f4751", "#7d8588"])
            canvas.rectangle(1000 + index * 46, 574 - row * 27 + 3, 44, 26, colour)
            canvas.rectangle(1000 + index * 46, 574 - row * 27 + 3, 44, 3, "#101a20", 0.3)
    canvas.shade(shape("1440 440, 1530 440, 1538 602, 1432 604"), [(0, "#e9d9c2"), (1, "#b49a86")])
    for row in range(5):
        canvas.rectangle(1446, 456 + row * 28, 80, 9, "#3a4a52")
    canvas.polygon(shape("1420 430, 1550 430, 1546 446, 1424 446"), "#d8c4ac")
    canvas.polygon(shape("1470 380, 1512 380, 1516 430, 1466 430"), "#8f3327")
    canvas.line([(1452, 430), (1452, 350)], "#26323a", 4)
    canvas.ripples(696, 800, "#0f1a21", 0.5, 60, 1250, 420)


def draw_lighthouse(canvas: Canvas) -> None:
    """A lighthouse on a rock in a storm."""
    canvas.fill([(0, "#141d29"), (0.5, "#2c3c4a"), (0.85, "#556671"), (1, "#7c8a8e")], 0, 640)
    for level in range(7):
        edge = canvas.ridge(60 + level * 62, 130, 0.62)
        shade = ["#1a2531", "#223040", "#1c2936", "#2b3a48", "#344653", "#40525e", "#4e606a"][level]
        canvas.polygon([*edge, (1600, -10), (0, -10)][::-1], shade, 0.34)
    canvas.beam(shape("1062 236, -80 40, -80 330"), "#ffe9b5", 0.60, 16)
    canvas.beam(shape("1062 236, -80 130, -80 240"), "#fff6dc", 0.55, 12)
    canvas.beam(shape("1082 236, 1700 170, 1700 330"), "#ffe9b5", 0.5, 14)
    rain = []
    for _ in range(420):
        x, y, length = canvas.random.uniform(-100, 1700), canvas.random.uniform(-50, 700), canvas.random.uniform(18, 60)
        rain.append([(x, y), (x - length * 0.42, y + length)])
    canvas.lines(rain, "#c8d4d8", 1, 0.22)
    _waves(canvas, 610, 60, "#3d5361", "#2c414f")
    _waves(canvas, 665, 80, "#334a59", "#223746")
    rock = shape(
        "820 740,880 655,925 668,965 610, 1010 584, 1130 580, 1178 622, 1225 640, 1262 700, 1330 760, 1340 860, 800 860"
    )
    canvas.shade(rock, [(0, "#3a3f42"), (1, "#14191d")])
    canvas.polygon(shape("965 610, 1010 584, 1040 640, 1000 700, 940 716"), "#4d5254", 0.7)
    _tower(canvas)
    for x, y, reach in ((850, 690, 120), (1250, 680, 150), (940, 720, 100)):
        for radius, many in ((1.2, 60), (2.2, 34), (3.6, 14)):
            spread = [(canvas.random.uniform(-2.7, -0.45), canvas.random.random() ** 1.4 * reach) for _ in range(many)]
            drops = [(x + math.cos(angle) * far, y + math.sin(angle) * far) for angle, far in spread]
            canvas.dots(drops, radius, "#e4ecec", 0.8)
        canvas.glow(x, y, reach * 1.3, "#d3e0e2", 0.8, 0.8)
    _waves(canvas, 745, 95, "#2a4150", "#152733")
    _waves(canvas, 835, 70, "#1e3442", "#0d1a23")


def _waves(canvas: Canvas, y: float, height: float, top: str, bottom: str) -> None:
    edge: list[Point] = []
    phase = canvas.random.uniform(0, 400)
    for x in range(-20, 1640, 8):
        swell = math.sin((x + phase) / 118) * 0.5 + math.sin((x + phase) / 53 + 1.3) * 0.28
        crest = abs(math.sin((x + phase) / 168)) ** 3 * 0.55
        edge.append((x, y - (swell * 0.5 + crest) * height))
    canvas.land(edge, [(0, top), (1, bottom)])
    runs: list[list[Point]] = [[]]
    for place in edge:
        if place[1] < y - height * 0.3:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    for run in runs:
        under = [
            (x, crest + 1 + 9 * math.sin(math.pi * i / len(run)) * canvas.random.uniform(0.5, 1))
            for i, (x, crest) in enumerate(run)
        ]
        if len(run) > 3:
            canvas.polygon([*run, *reversed(under)], "#e8efee", 0.75)
    canvas.ripples(y - 10, y + height * 1.4, "#c9d6d8", 0.22, 70)


def _tower(canvas: Canvas) -> None:
    def edge(y: float) -> tuple[float, float]:
        half = 33 + (y - 270) / 320 * 17
        return 1072 - half, 1072 + half

    for index in range(6):
        top, bottom = 270 + index * 53, 270 + (index + 1) * 53
        (a, b), (c, d) = edge(top), edge(bottom)
        light, dark = ("#e9e4d8", "#8b8d8c") if index % 2 == 0 else ("#b23a2c", "#5c1d18")
        canvas.polygon([(a, top), (b, top), (d, bottom), (c, bottom)], light)
        canvas.polygon([(a + 44, top), (b, top), (d, bottom), (c + 50, bottom)], dark, 0.65)
    canvas.polygon(shape("1022 262, 1122 262, 1114 276, 1030 276"), "#20282d")
    canvas.lines([[(1024, 262), (1024, 242)], [(1120, 262), (1120, 242)], [(1022, 244), (1122, 244)]], "#20282d", 3)
    canvas.rectangle(1046, 208, 52, 54, "#fff3cc")
    canvas.lines([[(x, 208), (x, 262)] for x in (1046, 1063, 1081, 1098)], "#20282d", 3)
    canvas.polygon(shape("1036 208, 1108 208, 1090 184, 1072 174, 1054 184"), "#9c2f24")
    canvas.line([(1072, 176), (1072, 152)], "#20282d", 4)
    canvas.glow(1072, 236, 150, "#fff0c2", 0.95)
    for y in (335, 440, 530):
        canvas.rectangle(1062, y, 13, 22, "#2a2f33")


def draw_regatta(canvas: Canvas) -> None:
    """Sailing boats side by side on a bright sea."""
    canvas.fill([(0, "#4f93bd"), (0.6, "#a5cbd9"), (1, "#e4ecdf")], 0, 470)
    for y, width in ((90, 420), (170, 560), (245, 300), (130, 260)):
        x = canvas.random.uniform(-50, 1250)
        canvas.beam(
            [(x, y + 30), (x + width * 0.3, y), (x + width * 0.6, y + 8), (x + width, y + 34)], "#ffffff", 0.7, 16
        )
    canvas.land(canvas.ridge(430, 95, 0.5), [(0, "#8fb2b9"), (1, "#b3ccc9")], 475)
    canvas.land(canvas.ridge(452, 46, 0.5, 900, 1600), [(0, "#6f979c"), (1, "#8eb1ae")], 475)
    canvas.fill([(0, "#9fc9cf"), (0.1, "#5da0b4"), (0.5, "#2f7694"), (1, "#154f70")], 470, 900)
    canvas.ripples(474, 890, "#d9eef0", 0.5, 260)
    canvas.ripples(490, 890, "#0f4a6a", 0.45, 220)
    for x, y, size, colour in (
        (300, 500, 0.3, "#f4f1e8"),
        (430, 508, 0.34, "#e7d9bd"),
        (1410, 505, 0.34, "#f4f1e8"),
        (1530, 498, 0.27, "#d9e2e0"),
    ):
        _boat(canvas, x, y, size, colour, "#274457")
    _boat(canvas, 470, 640, 0.86, "#efe7d6", "#23475c")
    _boat(canvas, 1240, 690, 1.12, "#f7f3ea", "#1c3647")
    _boat(canvas, 830, 735, 1.3, "#c8402f", "#f1ede3")
    canvas.polygon(shape("150 770, 200 770, 192 700, 158 700"), "#e0812f")
    canvas.polygon(shape("158 700, 192 700, 175 660"), "#e8923f")
    canvas.ellipse(175, 772, 46, 9, "#0f4a6a", 0.6)


def _boat(canvas: Canvas, x: float, y: float, size: float, sail: str, hull: str) -> None:
    lean = 0.2

    def at(dx: float, dy: float) -> Point:
        return (x + (dx + dy * lean) * size, y - dy * size)

    canvas.ellipse(x + 10 * size, y + 10 * size, 170 * size, 13 * size, "#0e4261", 0.55)
    main = [
        at(-6, 40),
        at(-6, 430),
        *[at(-10 - 150 * math.sin(t / 12 * math.pi / 2), 430 - 385 * t / 12) for t in range(13)],
    ]
    canvas.polygon(main, sail)
    canvas.polygon([at(-6, 40), at(-6, 430), at(-50, 330), at(-62, 40)], "#ffffff", 0.25)
    jib = [at(8, 385), *[at(20 + 118 * (t / 10) ** 1.15, 385 - 340 * t / 10) for t in range(11)], at(10, 52)]
    canvas.polygon(jib, "#fbf8f0" if sail != "#f7f3ea" else "#e9e2d2")
    canvas.polygon([at(8, 385), at(10, 52), at(60, 50)], "#8aa3ab", 0.3)
    canvas.lines(
        [[at(-10 - 150 * math.sin(k * 0.33), 430 - 385 * k / 4.76), at(-6, 440 - 385 * k / 4.76)] for k in (1, 2, 3)],
        "#1f3a4a",
        1.5 * size,
        0.3,
    )
    canvas.line([at(0, 10), at(0, 445)], "#3a4a52", 4 * size)
    canvas.polygon([at(-150, 26), at(165, 32), at(120, -2), at(-118, -6)], hull)
    canvas.polygon([at(-150, 26), at(165, 32), at(158, 24), at(-146, 18)], "#d8d2c4", 0.7)
    for dx in (-92, -64, -30):
        canvas.ellipse(*at(dx, 44), 9 * size, 9 * size, "#29343a")
        canvas.polygon([at(dx - 12, 18), at(dx + 12, 20), at(dx + 8, 38), at(dx - 8, 38)], "#c74a36")
    spray = [
        (x + (150 + canvas.random.uniform(-20, 50)) * size, y - canvas.random.uniform(-6, 20) * size) for _ in range(30)
    ]
    canvas.dots(spray, 2.2 * size + 0.6, "#f2fafa", 0.85)
