"""Motifs by the water: harbour, lighthouse, regatta, ferry, bridge, flood."""

import math

from newswire.project.demo.drawing import Canvas, Point


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
    canvas.polygon([(0, 655), (760, 640), (900, 646), (905, 672), (760, 700), (0, 760)], "#101c24")
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
    canvas.lines([[at(-2, 466), at(-185, 344)], [at(-2, 466), at(160, 344)], [at(-2, 466), at(325, 344)]], colour, 4 * size)
    lattice = [[at(step, 346), at(step + 18, 358), at(step + 36, 346)] for step in range(-180, 310, 36)]
    canvas.lines(lattice, colour, 2.5 * size)
    canvas.polygon([at(196, 300), at(240, 300), at(240, 328), at(196, 328)], "#a33327")
    canvas.lines([[at(206, 300), at(206, 206)], [at(230, 300), at(230, 206)]], colour, 2 * size)
    canvas.polygon([at(180, 176), at(256, 176), at(256, 208), at(180, 208)], "#b77b3d")
    canvas.polygon([at(-170, 346), at(-96, 346), at(-96, 386), at(-170, 386)], colour)
    canvas.glow(*at(0, 474), 16 * size, "#ff5a45", 0.9)


def _ship(canvas: Canvas) -> None:
    hull = [(925, 612), (1580, 598), (1545, 690), (985, 700), (948, 668)]
    canvas.shade(hull, [(0, "#26323a"), (0.62, "#1a252c"), (1, "#131b20")])
    canvas.polygon([(948, 668), (1553, 668), (1545, 690), (985, 700)], "#7c2f27")
    for row in range(4):
        for index in range(9 - (row == 3) * 3):
            colour = canvas.random.choice(["#b0653c", "#47606a", "#8f3c30", "#c08f52", "#2f4751", "#7d8588"])
            canvas.rectangle(1000 + index * 46, 574 - row * 27 + 3, 44, 26, colour)
            canvas.rectangle(1000 + index * 46, 574 - row * 27 + 3, 44, 3, "#101a20", 0.3)
    canvas.shade([(1440, 440), (1530, 440), (1538, 602), (1432, 604)], [(0, "#e9d9c2"), (1, "#b49a86")])
    for row in range(5):
        canvas.rectangle(1446, 456 + row * 28, 80, 9, "#3a4a52")
    canvas.polygon([(1420, 430), (1550, 430), (1546, 446), (1424, 446)], "#d8c4ac")
    canvas.polygon([(1470, 380), (1512, 380), (1516, 430), (1466, 430)], "#8f3327")
    canvas.line([(1452, 430), (1452, 350)], "#26323a", 4)
    canvas.ripples(696, 800, "#0f1a21", 0.5, 60, 1250, 420)


def draw_lighthouse(canvas: Canvas) -> None:
    """A lighthouse on a rock in a storm."""
    canvas.fill([(0, "#141d29"), (0.5, "#2c3c4a"), (0.85, "#556671"), (1, "#7c8a8e")], 0, 640)
    for level in range(7):
        edge = canvas.ridge(60 + level * 62, 130, 0.62)
        shade = ["#1a2531", "#223040", "#1c2936", "#2b3a48", "#344653", "#40525e", "#4e606a"][level]
        canvas.polygon([*edge, (1600, -10), (0, -10)][::-1], shade, 0.34)
    canvas.beam([(1062, 236), (-80, 40), (-80, 330)], "#ffe9b5", 0.60, 16)
    canvas.beam([(1062, 236), (-80, 130), (-80, 240)], "#fff6dc", 0.55, 12)
    canvas.beam([(1082, 236), (1700, 170), (1700, 330)], "#ffe9b5", 0.5, 14)
    rain = []
    for _ in range(420):
        x, y, length = canvas.random.uniform(-100, 1700), canvas.random.uniform(-50, 700), canvas.random.uniform(18, 60)
        rain.append([(x, y), (x - length * 0.42, y + length)])
    canvas.lines(rain, "#c8d4d8", 1, 0.22)
    _waves(canvas, 610, 60, "#3d5361", "#2c414f")
    _waves(canvas, 665, 80, "#334a59", "#223746")
    rock = [(820, 740), (880, 655), (925, 668), (965, 610), (1010, 584), (1130, 580), (1178, 622), (1225, 640), (1262, 700), (1330, 760), (1340, 860), (800, 860)]
    canvas.shade(rock, [(0, "#3a3f42"), (1, "#14191d")])
    canvas.polygon([(965, 610), (1010, 584), (1040, 640), (1000, 700), (940, 716)], "#4d5254", 0.7)
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
    for x, crest in edge:
        if crest < y - height * 0.3:
            runs[-1].append((x, crest))
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
    canvas.polygon([(1022, 262), (1122, 262), (1114, 276), (1030, 276)], "#20282d")
    canvas.lines([[(1024, 262), (1024, 242)], [(1120, 262), (1120, 242)], [(1022, 244), (1122, 244)]], "#20282d", 3)
    canvas.rectangle(1046, 208, 52, 54, "#fff3cc")
    canvas.lines([[(x, 208), (x, 262)] for x in (1046, 1063, 1081, 1098)], "#20282d", 3)
    canvas.polygon([(1036, 208), (1108, 208), (1090, 184), (1072, 174), (1054, 184)], "#9c2f24")
    canvas.line([(1072, 176), (1072, 152)], "#20282d", 4)
    canvas.glow(1072, 236, 150, "#fff0c2", 0.95)
    for y in (335, 440, 530):
        canvas.rectangle(1062, y, 13, 22, "#2a2f33")


def draw_regatta(canvas: Canvas) -> None:
    """Sailing boats side by side on a bright sea."""
    canvas.fill([(0, "#4f93bd"), (0.6, "#a5cbd9"), (1, "#e4ecdf")], 0, 470)
    for y, width in ((90, 420), (170, 560), (245, 300), (130, 260)):
        x = canvas.random.uniform(-50, 1250)
        canvas.beam([(x, y + 30), (x + width * 0.3, y), (x + width * 0.6, y + 8), (x + width, y + 34)], "#ffffff", 0.7, 16)
    canvas.land(canvas.ridge(430, 95, 0.5), [(0, "#8fb2b9"), (1, "#b3ccc9")], 475)
    canvas.land(canvas.ridge(452, 46, 0.5, 900, 1600), [(0, "#6f979c"), (1, "#8eb1ae")], 475)
    canvas.fill([(0, "#9fc9cf"), (0.1, "#5da0b4"), (0.5, "#2f7694"), (1, "#154f70")], 470, 900)
    canvas.ripples(474, 890, "#d9eef0", 0.5, 260)
    canvas.ripples(490, 890, "#0f4a6a", 0.45, 220)
    for x, y, size, colour in ((300, 500, 0.3, "#f4f1e8"), (430, 508, 0.34, "#e7d9bd"), (1410, 505, 0.34, "#f4f1e8"), (1530, 498, 0.27, "#d9e2e0")):
        _boat(canvas, x, y, size, colour, "#274457")
    _boat(canvas, 470, 640, 0.86, "#efe7d6", "#23475c")
    _boat(canvas, 1240, 690, 1.12, "#f7f3ea", "#1c3647")
    _boat(canvas, 830, 735, 1.3, "#c8402f", "#f1ede3")
    canvas.polygon([(150, 770), (200, 770), (192, 700), (158, 700)], "#e0812f")
    canvas.polygon([(158, 700), (192, 700), (175, 660)], "#e8923f")
    canvas.ellipse(175, 772, 46, 9, "#0f4a6a", 0.6)


def _boat(canvas: Canvas, x: float, y: float, size: float, sail: str, hull: str) -> None:
    lean = 0.2

    def at(dx: float, dy: float) -> Point:
        return (x + (dx + dy * lean) * size, y - dy * size)

    canvas.ellipse(x + 10 * size, y + 10 * size, 170 * size, 13 * size, "#0e4261", 0.55)
    main = [at(-6, 40), at(-6, 430), *[at(-10 - 150 * math.sin(t / 12 * math.pi / 2), 430 - 385 * t / 12) for t in range(13)]]
    canvas.polygon(main, sail)
    canvas.polygon([at(-6, 40), at(-6, 430), at(-50, 330), at(-62, 40)], "#ffffff", 0.25)
    jib = [at(8, 385), *[at(20 + 118 * (t / 10) ** 1.15, 385 - 340 * t / 10) for t in range(11)], at(10, 52)]
    canvas.polygon(jib, "#fbf8f0" if sail != "#f7f3ea" else "#e9e2d2")
    canvas.polygon([at(8, 385), at(10, 52), at(60, 50)], "#8aa3ab", 0.3)
    canvas.lines([[at(-10 - 150 * math.sin(k * 0.33), 430 - 385 * k / 4.76), at(-6, 440 - 385 * k / 4.76)] for k in (1, 2, 3)], "#1f3a4a", 1.5 * size, 0.3)
    canvas.line([at(0, 10), at(0, 445)], "#3a4a52", 4 * size)
    canvas.polygon([at(-150, 26), at(165, 32), at(120, -2), at(-118, -6)], hull)
    canvas.polygon([at(-150, 26), at(165, 32), at(158, 24), at(-146, 18)], "#d8d2c4", 0.7)
    for dx in (-92, -64, -30):
        canvas.ellipse(*at(dx, 44), 9 * size, 9 * size, "#29343a")
        canvas.polygon([at(dx - 12, 18), at(dx + 12, 20), at(dx + 8, 38), at(dx - 8, 38)], "#c74a36")
    spray = [(x + (150 + canvas.random.uniform(-20, 50)) * size, y - canvas.random.uniform(-6, 20) * size) for _ in range(30)]
    canvas.dots(spray, 2.2 * size + 0.6, "#f2fafa", 0.85)


def draw_ferry(canvas: Canvas) -> None:
    """A ferry lying over on rocks, lifeboats on their way."""
    canvas.fill([(0, "#3b4a59"), (0.55, "#7e8b93"), (0.85, "#c3b8ab"), (1, "#e2cbb0")], 0, 520)
    for level in range(5):
        edge = canvas.ridge(60 + level * 70, 100, 0.6)
        canvas.polygon([*edge, (1600, -10), (0, -10)][::-1], "#46545f", 0.16)
    canvas.land(canvas.ridge(480, 60, 0.5, 0, 700), [(0, "#6d7a82"), (1, "#8a9497")], 522)
    canvas.fill([(0, "#b9b2a7"), (0.12, "#7c8b92"), (0.5, "#41596a"), (1, "#1f3443")], 520, 900)
    canvas.ripples(525, 890, "#e6dccb", 0.4, 200)
    canvas.ripples(540, 890, "#1a2f3d", 0.4, 180)
    _listing_ship(canvas)
    rocks = [(430, 735), (500, 668), (560, 690), (640, 640), (720, 672), (830, 655), (930, 690), (1010, 668), (1090, 712), (1180, 752), (1200, 786), (405, 786)]
    canvas.shade(rocks, [(0, "#434a4c"), (1, "#171e22")])
    canvas.polygon([(560, 690), (640, 640), (690, 700), (610, 735)], "#585f60", 0.6)
    canvas.polygon([(930, 690), (1010, 668), (1030, 735), (950, 738)], "#565d5e", 0.6)
    for x, y in ((440, 778), (560, 786), (700, 784), (840, 788), (980, 784), (1110, 786), (1180, 780)):
        canvas.glow(x, y, 130, "#e3ebea", 0.85, 0.16)
    _lifeboat(canvas, 330, 800, 1.15)
    _lifeboat(canvas, 1370, 700, 0.8)
    canvas.ripples(760, 890, "#dfe6e4", 0.25, 60)


def _listing_ship(canvas: Canvas) -> None:
    turn = math.radians(-9)

    def at(dx: float, dy: float) -> Point:
        return (800 + dx * math.cos(turn) - dy * math.sin(turn), 640 + dx * math.sin(turn) + dy * math.cos(turn))

    def plate(left: float, top: float, right: float, bottom: float, colour: str) -> None:
        canvas.polygon([at(left, top), at(right, top), at(right, bottom), at(left, bottom)], colour)

    canvas.polygon([at(-430, -60), at(520, -80), at(430, 70), at(-380, 70)], "#233f57")
    canvas.polygon([at(-402, 24), at(466, 10), at(430, 70), at(-380, 70)], "#8f3429")
    canvas.polygon([at(-430, -60), at(520, -80), at(508, -62), at(-427, -44)], "#e9e4d8")
    plate(-400, -128, 380, -60, "#eee9dd")
    plate(-350, -188, 300, -128, "#e3ddcf")
    plate(-300, -236, 210, -188, "#eee9dd")
    canvas.polygon([at(130, -290), at(215, -290), at(250, -236), at(120, -236)], "#e3ddcf")
    for row, left, right in ((-104, -380, 350), (-166, -330, 270), (-220, -280, 100)):
        for dx in range(left, right, 34):
            colour = "#ffd98c" if canvas.random.random() < 0.55 else "#566872"
            plate(dx, row, dx + 21, row + 18, colour)
    plate(136, -276, 222, -258, "#33454f")
    canvas.polygon([at(-170, -330), at(-90, -330), at(-70, -236), at(-185, -236)], "#233f57")
    canvas.polygon([at(-172, -318), at(-87, -318), at(-82, -296), at(-176, -296)], "#c74a36")
    canvas.line([at(175, -290), at(175, -370)], "#33454f", 5)
    canvas.lines([[at(175, -365), at(500, -80)], [at(175, -365), at(-90, -330)]], "#33454f", 1.5, 0.7)
    canvas.polygon([at(-430, -60), at(-380, 70), at(60, 70), at(60, -70)], "#0f1e2a", 0.14)


def _lifeboat(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.glow(x - 90 * size, y + 16 * size, 190 * size, "#e9f0ee", 0.8, 0.13)
    canvas.polygon([(x - 120 * size, y - 24 * size), (x + 140 * size, y - 34 * size), (x + 96 * size, y + 16 * size), (x - 104 * size, y + 16 * size)], "#1f3b57")
    canvas.polygon([(x - 120 * size, y - 24 * size), (x + 140 * size, y - 34 * size), (x + 134 * size, y - 24 * size), (x - 118 * size, y - 14 * size)], "#d6492f")
    canvas.polygon([(x - 66 * size, y - 26 * size), (x - 56 * size, y - 74 * size), (x + 18 * size, y - 74 * size), (x + 46 * size, y - 30 * size)], "#e8792c")
    canvas.polygon([(x - 44 * size, y - 66 * size), (x + 12 * size, y - 66 * size), (x + 26 * size, y - 46 * size), (x - 48 * size, y - 46 * size)], "#26343d")
    canvas.line([(x - 30 * size, y - 74 * size), (x - 30 * size, y - 118 * size)], "#26343d", 3 * size)
    canvas.glow(x - 30 * size, y - 120 * size, 24 * size, "#6fb7ff", 0.95)
    for step in (62, 84, 104):
        canvas.ellipse(x + step * size, y - 48 * size, 7 * size, 7 * size, "#e3c19a")
        canvas.rectangle(x + (step - 8) * size, y - 42 * size, 16 * size, 16 * size, "#d6492f")


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

    def deck(x: float) -> float:
        return 590 - 46 * math.sin((x - 100) / 1500 * math.pi) if x > 100 else 590

    steel = "#2b3f4e"
    for tower, scale in ((560, 1.0), (1130, 1.0)):
        top = deck(tower) - 360 * scale
        cables: list[list[Point]] = []
        for index in range(1, 13):
            for side in (-1, 1):
                x = tower + side * index * 23.5
                cables.append([(tower, top + 16 + index * 7), (x, deck(x))])
        canvas.lines(cables, "#f3ece0", 2, 0.85)
        for side in (-1, 1):
            canvas.polygon([(tower + side * 5, top), (tower + side * 13, top), (tower + side * 34, deck(tower)), (tower + side * 22, 720), (tower + side * 8, 720), (tower + side * 18, deck(tower))], steel)
        canvas.rectangle(tower - 14, top, 28, 70, steel)
        canvas.rectangle(tower - 30, deck(tower) + 36, 60, 12, steel)
        canvas.polygon([(tower - 58, 716), (tower + 58, 716), (tower + 46, 742), (tower - 46, 742)], "#24353f")
        canvas.glow(tower, 748, 150, "#2a4658", 0.6, 0.2)
        canvas.glow(tower, top - 4, 16, "#ff6a52", 0.9)
    road = [(x, deck(x)) for x in range(-20, 1640, 20)]
    canvas.polygon([*road, *[(x, y + 17) for x, y in reversed(road)]], "#22333f")
    canvas.line([(x, y - 2) for x, y in road], "#e8d7bd", 2.5)
    for x in (60, 190, 310, 1390, 1500):
        canvas.polygon([(x - 9, deck(x) + 10), (x + 9, deck(x) + 10), (x + 11, 690), (x - 11, 690)], steel)
    for x, colour in ((240, "#a33a2c"), (700, "#e9e2d4"), (768, "#3c5b73"), (905, "#e9e2d4"), (1290, "#c27c35")):
        canvas.rectangle(x, deck(x) - 17, 40, 15, colour)
        canvas.rectangle(x + 28, deck(x) - 14, 10, 7, "#1d2a33")
    canvas.mist(690, 46, "#f5e3c9", 0.45)
    canvas.land(canvas.ridge(862, 44, 0.5), [(0, "#22343a"), (1, "#131f24")])
    reeds = [[(x, 880), (x + canvas.random.uniform(-14, 22), 880 - canvas.random.uniform(30, 110))] for x in range(0, 430, 7)]
    canvas.lines(reeds, "#1a2a2e", 2)


def draw_flood(canvas: Canvas) -> None:
    """Houses standing in water, a rescue boat in the street."""
    canvas.fill([(0, "#6c7f8a"), (0.6, "#a8b3b4"), (1, "#cfcfc4")], 0, 520)
    for level in range(4):
        edge = canvas.ridge(50 + level * 70, 90, 0.6)
        canvas.polygon([*edge, (1600, -10), (0, -10)][::-1], "#5f707a", 0.17)
    canvas.land(canvas.ridge(455, 60, 0.5), [(0, "#8d9c98"), (1, "#a6afa6")], 530)
    canvas.fill([(0, "#a9aa9c"), (0.3, "#8c9186"), (1, "#535f5c")], 520, 900)
    for x, base, width, height, wall, roof in (
        (70, 540, 170, 90, "#b9a78e", "#7b4a3c"), (270, 548, 150, 80, "#cfc4ae", "#6c5148"),
        (1020, 545, 170, 95, "#c7b595", "#84513f"), (1230, 552, 200, 104, "#b5b8ad", "#5f5650"),
    ):
        _house(canvas, x, base, width, height, wall, roof)
    canvas.mist(540, 46, "#d6d6cb", 0.5)
    _house(canvas, 40, 650, 330, 160, "#d3bd97", "#8a4433")
    _house(canvas, 1240, 665, 330, 170, "#c3c8bf", "#4f565b")
    for x, y, size in ((470, 600, 0.8), (930, 590, 0.62), (1130, 640, 1.0), (610, 570, 0.5)):
        _flooded_tree(canvas, x, y, size)
    poles = [(520, 660, 250), (720, 590, 150), (820, 560, 100)]
    for x, base, height in poles:
        canvas.line([(x, base), (x, base - height)], "#3d3a36", 7 * height / 250)
        canvas.line([(x - 0.16 * height, base - height * 0.9), (x + 0.16 * height, base - height * 0.9)], "#3d3a36", 5 * height / 250)
    canvas.lines([[(520, 436), (630, 470), (720, 456)], [(720, 456), (775, 474), (820, 470)]], "#3d3a36", 1.5)
    canvas.ripples(540, 890, "#dcdccf", 0.4, 240)
    canvas.ripples(560, 890, "#3f4b49", 0.35, 200)
    _rescue_boat(canvas, 770, 740)


def _house(canvas: Canvas, x: float, base: float, width: float, height: float, wall: str, roof: str) -> None:
    canvas.rectangle(x, base - height, width, height, wall)
    canvas.rectangle(x + width * 0.72, base - height, width * 0.28, height, "#1d2528", 0.18)
    canvas.polygon([(x - width * 0.06, base - height), (x + width * 1.06, base - height), (x + width * 0.84, base - height * 1.72), (x + width * 0.16, base - height * 1.72)], roof)
    canvas.rectangle(x + width * 0.68, base - height * 1.98, width * 0.08, height * 0.4, roof)
    for index in range(3):
        left = x + width * (0.1 + index * 0.21)
        canvas.rectangle(left, base - height * 0.74, width * 0.12, height * 0.42, "#f0ead9")
        canvas.rectangle(left + width * 0.012, base - height * 0.71, width * 0.096, height * 0.36, "#39464b")
    canvas.rectangle(x, base - 10, width, 10, "#6b6b5c", 0.6)
    canvas.polygon([(x, base), (x + width, base), (x + width * 0.94, base + height * 0.62), (x + width * 0.06, base + height * 0.62)], wall, 0.28)
    canvas.polygon([(x + width * 0.05, base + height * 0.6), (x + width * 0.95, base + height * 0.6), (x + width * 0.8, base + height * 1.0), (x + width * 0.2, base + height * 1.0)], roof, 0.25)


def _flooded_tree(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.polygon([(x - 8 * size, y), (x + 8 * size, y), (x + 4 * size, y - 120 * size), (x - 4 * size, y - 120 * size)], "#3d3830")
    for _ in range(26):
        angle, far = canvas.random.uniform(0, math.tau), canvas.random.random() ** 0.6
        canvas.ellipse(x + math.cos(angle) * 62 * far * size, y - 165 * size + math.sin(angle) * 74 * far * size, 26 * size, 24 * size, canvas.random.choice(["#5b6b4a", "#4e5f43", "#6a7852"]))
    canvas.polygon([(x - 8 * size, y), (x + 8 * size, y), (x + 5 * size, y + 60 * size), (x - 5 * size, y + 60 * size)], "#3d3830", 0.4)
    canvas.ellipse(x, y + 96 * size, 66 * size, 46 * size, "#465440", 0.3)


def _rescue_boat(canvas: Canvas, x: float, y: float) -> None:
    canvas.glow(x - 30, y + 46, 330, "#e8e8de", 0.7, 0.12)
    canvas.polygon([(x - 190, y), (x + 210, y - 14), (x + 172, y + 48), (x - 168, y + 48)], "#e2622a")
    canvas.polygon([(x - 190, y), (x + 210, y - 14), (x + 203, y + 2), (x - 186, y + 14)], "#f08a4c")
    canvas.rectangle(x - 212, y - 30, 34, 62, "#2b3236")
    for dx, height, vest, helmet in ((-130, 96, "#c9342a", "#f0e9d8"), (-30, 66, "#41586b", "#5a4334"), (34, 60, "#8f6d4c", "#3b2c25"), (124, 92, "#c9342a", "#f0e9d8")):
        canvas.polygon([(x + dx - 26, y + 4), (x + dx + 26, y + 4), (x + dx + 18, y - height * 0.6), (x + dx - 18, y - height * 0.6)], vest)
        canvas.ellipse(x + dx, y - height * 0.78, 15, 17, "#d9b28c")
        canvas.polygon([(x + dx - 16, y - height * 0.8), (x + dx + 16, y - height * 0.8), (x + dx + 11, y - height * 0.99), (x + dx - 11, y - height * 0.99)], helmet)
    canvas.line([(x + 136, y - 50), (x + 260, y + 70)], "#3a2f28", 6)
    canvas.polygon([(x - 168, y + 48), (x + 172, y + 48), (x + 120, y + 84), (x - 130, y + 84)], "#a24a25", 0.35)
