"""Motifs of rescue: a ferry aground, a flooded street, a helicopter at a mountain."""

import math

from newswire.project.demo.drawing import Canvas, Point, draw_fir, shape


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
    rocks = shape(
        "430 735, 500 668, 560 690, 640 640, 720 672, 830 655, 930 690, 1010 668, 1090 712, 1180 752, 1200 786, 405 786"
    )
    canvas.shade(rocks, [(0, "#434a4c"), (1, "#171e22")])
    canvas.polygon(shape("560 690, 640 640, 690 700, 610 735"), "#585f60", 0.6)
    canvas.polygon(shape("930 690, 1010 668, 1030 735, 950 738"), "#565d5e", 0.6)
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
    canvas.polygon(shape("-120 -24, 140 -34, 96 16, -104 16", x, y, size), "#1f3b57")
    canvas.polygon(shape("-120 -24, 140 -34, 134 -24, -118 -14", x, y, size), "#d6492f")
    canvas.polygon(shape("-66 -26, -56 -74, 18 -74, 46 -30", x, y, size), "#e8792c")
    canvas.polygon(shape("-44 -66, 12 -66, 26 -46, -48 -46", x, y, size), "#26343d")
    canvas.line([(x - 30 * size, y - 74 * size), (x - 30 * size, y - 118 * size)], "#26343d", 3 * size)
    canvas.glow(x - 30 * size, y - 120 * size, 24 * size, "#6fb7ff", 0.95)
    for step in (62, 84, 104):
        canvas.ellipse(x + step * size, y - 48 * size, 7 * size, 7 * size, "#e3c19a")
        canvas.rectangle(x + (step - 8) * size, y - 42 * size, 16 * size, 16 * size, "#d6492f")


def draw_flood(canvas: Canvas) -> None:
    """Houses standing in water, a rescue boat in the street."""
    canvas.fill([(0, "#6c7f8a"), (0.6, "#a8b3b4"), (1, "#cfcfc4")], 0, 520)
    for level in range(4):
        edge = canvas.ridge(50 + level * 70, 90, 0.6)
        canvas.polygon([*edge, (1600, -10), (0, -10)][::-1], "#5f707a", 0.17)
    canvas.land(canvas.ridge(455, 60, 0.5), [(0, "#8d9c98"), (1, "#a6afa6")], 530)
    canvas.fill([(0, "#a9aa9c"), (0.3, "#8c9186"), (1, "#535f5c")], 520, 900)
    for x, base, width, height, wall, roof in (
        (70, 540, 170, 90, "#b9a78e", "#7b4a3c"),
        (270, 548, 150, 80, "#cfc4ae", "#6c5148"),
        (1020, 545, 170, 95, "#c7b595", "#84513f"),
        (1230, 552, 200, 104, "#b5b8ad", "#5f5650"),
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
        canvas.line(
            [(x - 0.16 * height, base - height * 0.9), (x + 0.16 * height, base - height * 0.9)],
            "#3d3a36",
            5 * height / 250,
        )
    canvas.lines([shape("520 436, 630 470, 720 456"), shape("720 456, 775 474, 820 470")], "#3d3a36", 1.5)
    canvas.ripples(540, 890, "#dcdccf", 0.4, 240)
    canvas.ripples(560, 890, "#3f4b49", 0.35, 200)
    _rescue_boat(canvas, 770, 740)


def _house(canvas: Canvas, x: float, base: float, width: float, height: float, wall: str, roof: str) -> None:
    canvas.rectangle(x, base - height, width, height, wall)
    canvas.rectangle(x + width * 0.72, base - height, width * 0.28, height, "#1d2528", 0.18)
    canvas.polygon(
        [
            (x - width * 0.06, base - height),
            (x + width * 1.06, base - height),
            (x + width * 0.84, base - height * 1.72),
            (x + width * 0.16, base - height * 1.72),
        ],
        roof,
    )
    canvas.rectangle(x + width * 0.68, base - height * 1.98, width * 0.08, height * 0.4, roof)
    for index in range(3):
        left = x + width * (0.1 + index * 0.21)
        canvas.rectangle(left, base - height * 0.74, width * 0.12, height * 0.42, "#f0ead9")
        canvas.rectangle(left + width * 0.012, base - height * 0.71, width * 0.096, height * 0.36, "#39464b")
    canvas.rectangle(x, base - 10, width, 10, "#6b6b5c", 0.6)
    canvas.polygon(
        [
            (x, base),
            (x + width, base),
            (x + width * 0.94, base + height * 0.62),
            (x + width * 0.06, base + height * 0.62),
        ],
        wall,
        0.28,
    )
    canvas.polygon(
        [
            (x + width * 0.05, base + height * 0.6),
            (x + width * 0.95, base + height * 0.6),
            (x + width * 0.8, base + height * 1.0),
            (x + width * 0.2, base + height * 1.0),
        ],
        roof,
        0.25,
    )


def _flooded_tree(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.polygon(shape("-8 0, 8 0, 4 -120, -4 -120", x, y, size), "#3d3830")
    for _ in range(26):
        angle, far = canvas.random.uniform(0, math.tau), canvas.random.random() ** 0.6
        canvas.ellipse(
            x + math.cos(angle) * 62 * far * size,
            y - 165 * size + math.sin(angle) * 74 * far * size,
            26 * size,
            24 * size,
            canvas.random.choice(["#5b6b4a", "#4e5f43", "#6a7852"]),
        )
    canvas.polygon(shape("-8 0, 8 0, 5 60, -5 60", x, y, size), "#3d3830", 0.4)
    canvas.ellipse(x, y + 96 * size, 66 * size, 46 * size, "#465440", 0.3)


def _rescue_boat(canvas: Canvas, x: float, y: float) -> None:
    canvas.glow(x - 30, y + 46, 330, "#e8e8de", 0.7, 0.12)
    canvas.polygon(shape("-190 0, 210 -14, 172 48, -168 48", x, y), "#e2622a")
    canvas.polygon(shape("-190 0, 210 -14, 203 2, -186 14", x, y), "#f08a4c")
    canvas.rectangle(x - 212, y - 30, 34, 62, "#2b3236")
    for dx, height, vest, helmet in (
        (-130, 96, "#c9342a", "#f0e9d8"),
        (-30, 66, "#41586b", "#5a4334"),
        (34, 60, "#8f6d4c", "#3b2c25"),
        (124, 92, "#c9342a", "#f0e9d8"),
    ):
        canvas.polygon(
            [
                (x + dx - 26, y + 4),
                (x + dx + 26, y + 4),
                (x + dx + 18, y - height * 0.6),
                (x + dx - 18, y - height * 0.6),
            ],
            vest,
        )
        canvas.ellipse(x + dx, y - height * 0.78, 15, 17, "#d9b28c")
        canvas.polygon(
            [
                (x + dx - 16, y - height * 0.8),
                (x + dx + 16, y - height * 0.8),
                (x + dx + 11, y - height * 0.99),
                (x + dx - 11, y - height * 0.99),
            ],
            helmet,
        )
    canvas.line([(x + 136, y - 50), (x + 260, y + 70)], "#3a2f28", 6)
    canvas.polygon(shape("-168 48, 172 48, 120 84, -130 84", x, y), "#a24a25", 0.35)


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
    peak = shape("640 900, 730 700, 800 640, 850 520, 930 440, 985 300, 1060 210, 1120 100, 1165 150")
    face = [*peak, (1215, 210), (1275, 330), (1340, 380), (1400, 500), (1480, 560), (1600, 640), (1600, 900)]
    canvas.shade(face, [(0, "#f7efe8"), (0.5, "#d3dbe6"), (1, "#93a8c0")])
    shadow = shape("1120 100, 1165 150, 1215 210, 1275 330, 1340 380, 1400 500, 1480 560, 1600 640, 1600 900")
    shadow += shape("1180 900, 1230 760, 1165 640, 1200 520, 1130 430, 1160 300, 1108 220")
    canvas.shade(shadow, [(0, "#8ea3c0"), (1, "#4f6b8d")])
    streaks = []
    for _ in range(34):
        t = canvas.random.random() ** 0.7
        y = 220 + t * 600
        x = 1100 - t * 330 * canvas.random.uniform(0.1, 0.95) + t * 50
        long, wide = canvas.random.uniform(40, 120), canvas.random.uniform(7, 20)
        streaks.append(
            [(x, y), (x + wide, y + long * 0.25), (x + wide * 0.4, y + long), (x - wide * 0.7, y + long * 0.6)]
        )
    canvas.polygons(streaks, "#76839a", 0.75)
    ledges = []
    for _ in range(22):
        t = canvas.random.random()
        x, y = 1190 + t * 200 * canvas.random.uniform(0.1, 1.2), 300 + t * 420
        long, wide = canvas.random.uniform(50, 130), canvas.random.uniform(8, 20)
        ledges.append(
            [(x, y), (x + wide, y + long * 0.3), (x + wide * 1.5, y + long), (x - wide * 0.2, y + long * 0.5)]
        )
    canvas.polygons(ledges, "#3b5273", 0.6)
    _climbers(canvas, peak)
    _helicopter(canvas, 520, 330)
    snow = shape("0 800, 260 826, 520 866, 760 858, 1040 820, 1330 836, 1600 800")
    canvas.land(snow, [(0, "#e8edf2"), (1, "#b4c4d6")])
    for x in range(20, 620, 46):
        draw_fir(
            canvas,
            x + canvas.random.uniform(-16, 16),
            900 - canvas.random.uniform(0, 40),
            canvas.random.uniform(70, 150),
            "#2b4356",
        )


def _climbers(canvas: Canvas, edge: list[Point]) -> None:
    rope: list[Point] = []
    for index in range(5):
        place = 2.1 + index * 0.66
        (x1, y1), (x2, y2) = edge[int(place)], edge[int(place) + 1]
        share = place - int(place)
        x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
        rope.append((x, y - 16))
        colour = ("#c8402f", "#2f4a66", "#e0902f", "#c8402f", "#2f4a66")[index]
        canvas.polygon(shape("-7 3, -2 3, 0 -12, 3 3, 8 3, 6 -28, -5 -28", x, y), "#22303f")
        canvas.polygon(shape("-7 -12, 7 -12, 5 -32, -5 -32", x, y), colour)
        canvas.ellipse(x, y - 37, 5.5, 5.5, "#f0d9b8")
    canvas.line(rope, "#8c3a2c", 1.5)


def _helicopter(canvas: Canvas, x: float, y: float) -> None:
    canvas.ellipse(x + 8, y - 78, 250, 7, "#ffffff", 0.5)
    canvas.polygon(shape("60 -26, 330 -44, 330 -26, 70 18", x, y), "#b83226")
    canvas.polygon(shape("300 -96, 338 -96, 330 -22, 296 -30", x, y), "#b83226")
    canvas.ellipse(x + 322, y - 84, 34, 34, "#ffffff", 0.35)
    body = shape("-140 6, -120 -32, -70 -58, 40 -60, 96 -34, 96 16, 50 46, -84 48, -128 30", x, y)
    canvas.polygon(body, "#d0402e")
    canvas.polygon(shape("-140 6, 96 4, 96 16, 50 46, -84 48, -128 30", x, y), "#8f271e", 0.6)
    canvas.polygon(shape("-132 -4, -112 -30, -70 -50, -62 -4", x, y), "#24384a")
    canvas.polygon(shape("-128 -6, -110 -28, -92 -38, -96 -6", x, y), "#9fc0d4", 0.6)
    for left in (-50, -8):
        canvas.rectangle(x + left, y - 44, 34, 38, "#24384a")
    canvas.rectangle(x - 140, y + 4, 236, 7, "#f4efe6")
    canvas.rectangle(x - 12, y - 80, 12, 22, "#3b4650")
    canvas.line([(x - 250, y - 80), (x + 262, y - 76)], "#3b4650", 4)
    canvas.lines(
        [
            [(x - 110, y + 70), (x + 70, y + 70)],
            [(x - 80, y + 46), (x - 84, y + 70)],
            [(x + 36, y + 46), (x + 40, y + 70)],
        ],
        "#3b4650",
        4,
    )
    canvas.line([(x - 6, y + 46), (x - 2, y + 210)], "#33414d", 2)
    canvas.polygon(shape("-16 236, 14 236, 8 206, -8 206", x, y), "#e0902f")
    canvas.ellipse(x, y + 200, 8, 8, "#f0d9b8")
