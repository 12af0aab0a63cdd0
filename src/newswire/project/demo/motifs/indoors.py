"""Motifs indoors: market chart, laboratory, library."""

import math

from newswire.project.demo.drawing import Canvas, Point, mix, shape


def draw_market(canvas: Canvas) -> None:
    """A rising price curve over a grid, volume beneath."""
    canvas.fill([(0, "#10202f"), (1, "#1b3448")])
    canvas.glow(1180, 240, 700, "#2f5f7a", 0.7)
    grid = [[(120, y), (1500, y)] for y in range(140, 700, 80)] + [[(x, 110), (x, 800)] for x in range(120, 1520, 115)]
    canvas.lines(grid, "#7fa3b8", 1.2, 0.22)
    level, prices = 560.0, []
    for index in range(70):
        level += canvas.random.gauss(-4.6, 17) + 6 * math.sin(index / 6)
        level = min(640.0, max(150.0, level))
        prices.append((130 + index * 19.6, level))
    for index, (x, y) in enumerate(prices[:-1]):
        nxt = prices[index + 1][1]
        up = nxt < y
        height = 24 + abs(nxt - y) * 2.4 + canvas.random.uniform(0, 26)
        canvas.rectangle(x - 6, 800 - height, 12, height, "#7fb2b8" if up else "#c46a4a", 0.75)
    canvas.shade([*prices, (prices[-1][0], 700), (130, 700)], [(0, "#2f6f82"), (1, "#18303f")])
    average = [
        (x, sum(y2 for _, y2 in prices[max(0, i - 9) : i + 1]) / len(prices[max(0, i - 9) : i + 1]) + 14)
        for i, (x, _) in enumerate(prices)
    ]
    canvas.lines(grid, "#7fa3b8", 1.2, 0.16)
    canvas.line(average, "#e9b65c", 4, 0.9)
    canvas.line(prices, "#f4f1e6", 6)
    x, y = prices[-1]
    canvas.line([(120, y), (1500, y)], "#f4f1e6", 1.5, 0.4)
    canvas.glow(x, y, 70, "#ffffff", 0.7)
    canvas.ellipse(x, y, 11, 11, "#d0402e")
    canvas.ellipse(x, y, 5, 5, "#f4f1e6")
    canvas.line([(120, 800), (1500, 800)], "#b7cbd6", 2.5, 0.8)
    for tick in range(140, 700, 80):
        canvas.line([(1500, tick), (1514, tick)], "#b7cbd6", 2.5, 0.8)


def draw_laboratory(canvas: Canvas) -> None:
    """Glassware on a bench before a bright window."""
    canvas.fill([(0, "#b9d2d6"), (1, "#e6ece4")])
    for column in range(4):
        x = 70 + column * 390
        canvas.shade(
            [(x, 40), (x + 340, 40), (x + 340, 560), (x, 560)], [(0, "#cfe6ee"), (0.7, "#f4f6ea"), (1, "#fbf6e2")]
        )
        canvas.polygon(
            [(x, 560), (x, 470), (x + 90, 430), (x + 180, 486), (x + 270, 440), (x + 340, 478), (x + 340, 560)],
            "#a9cbb8",
            0.6,
        )
        canvas.rectangle(x + 166, 40, 8, 520, "#ffffff")
        canvas.rectangle(x, 286, 340, 8, "#ffffff")
        canvas.polygon([(x, 40), (x + 340, 40), (x + 340, 54), (x, 54)], "#9db8bc", 0.5)
    canvas.beam(shape("500 40, 900 40, 560 900, 60 900"), "#ffffff", 0.35, 30)
    canvas.beam(shape("1120 40, 1360 40, 1060 900, 760 900"), "#ffffff", 0.3, 30)
    canvas.fill([(0, "#f1ede2"), (0.1, "#d7d2c5"), (1, "#a6a398")], 690, 900)
    canvas.rectangle(0, 684, 1600, 12, "#fbf8f0")
    _microscope(canvas, 300, 690)
    _rack(canvas, 560, 690)
    _flask(canvas, 890, 690, 1.25, "#d0543c", 0.5)
    _flask(canvas, 1110, 690, 0.9, "#e0a93f", 0.62)
    _bottle(canvas, 1270, 690, "#2f7f93")
    _bottle(canvas, 1390, 690, "#5b8f5e")
    canvas.rectangle(1470, 560, 90, 130, "#e9e6dc")
    canvas.rectangle(1478, 572, 74, 52, "#27434d")
    canvas.line(shape("1484 612, 1500 598, 1514 606, 1530 582, 1546 590"), "#7fd0b8", 3)


def _glass(canvas: Canvas, outline: list[Point], liquid: list[Point], colour: str) -> None:
    canvas.polygon([(x + 60, 690 + (690 - y) * 0.05 + 26) for x, y in outline], "#6b7470", 0.14)
    canvas.polygon(outline, "#ffffff", 0.5)
    canvas.shade(liquid, [(0, mix(colour, "#ffffff", 0.25)), (1, colour)])
    canvas.line([*outline, outline[0]], "#5f7f88", 3.5, 0.75)


def _flask(canvas: Canvas, x: float, base: float, size: float, colour: str, level: float) -> None:
    def at(dx: float, dy: float) -> Point:
        return (x + dx * size, base - dy * size)

    half = 128 - 104 * level
    outline = [
        at(-120, 0),
        at(120, 0),
        at(132, 14),
        at(26, 220),
        at(26, 300),
        at(36, 312),
        at(-36, 312),
        at(-26, 300),
        at(-26, 220),
        at(-132, 14),
    ]
    liquid = [
        at(-116, 5),
        at(116, 5),
        at(124, 16),
        at(half, 14 + 206 * level),
        at(-half, 14 + 206 * level),
        at(-124, 16),
    ]
    _glass(canvas, outline, liquid, colour)
    canvas.ellipse(*at(0, 14 + 206 * level), half * size, 8 * size, mix(colour, "#ffffff", 0.45))
    canvas.polygon([at(-96, 24), at(-80, 24), at(-18, 190), at(-18, 280), at(-22, 280), at(-22, 200)], "#ffffff", 0.5)
    canvas.dots(
        [at(canvas.random.uniform(-70, 70), canvas.random.uniform(16, 90)) for _ in range(14)], 4 * size, "#ffffff", 0.5
    )
    for step in (60, 90, 120):
        canvas.line([at(60 - step * 0.2, step), at(84 - step * 0.5, step)], "#ffffff", 3, 0.8)


def _rack(canvas: Canvas, x: float, base: float) -> None:
    colours = ["#2f7f93", "#3f93a0", "#57a89f", "#84bc98", "#bccb86", "#e0bf6a"]
    for index, colour in enumerate(colours):
        left = x - 120 + index * 44
        outline = shape("0 -210, 28 -210, 28 -34, 22 -22, 6 -22, 0 -34", left, base)
        top = base - 60 - canvas.random.uniform(20, 90)
        liquid = [
            (left + 3, top),
            (left + 25, top),
            (left + 25, base - 34),
            (left + 20, base - 25),
            (left + 8, base - 25),
            (left + 3, base - 34),
        ]
        _glass(canvas, outline, liquid, colour)
        canvas.rectangle(left + 5, base - 204, 4, 160, "#ffffff", 0.55)
    for y in (base - 160, base - 20):
        canvas.rectangle(x - 142, y, 284, 20, "#b98f5f")
        canvas.rectangle(x - 142, y, 284, 5, "#d9b488")
    for side in (-142, 126):
        canvas.rectangle(x + side, base - 166, 16, 166, "#a37a4d")


def _bottle(canvas: Canvas, x: float, base: float, colour: str) -> None:
    outline = shape("-46 0, 46 0, 46 -130, 18 -168, 18 -196, -18 -196, -18 -168, -46 -130", x, base)
    _glass(canvas, outline, shape("-42 -4, 42 -4, 42 -92, -42 -92", x, base), colour)
    canvas.rectangle(x - 24, base - 220, 48, 28, "#39505a")
    canvas.rectangle(x - 42, base - 78, 84, 44, "#fbf8f0")
    canvas.lines([[(x - 34, base - 64), (x + 30, base - 64)], [(x - 34, base - 52), (x + 10, base - 52)]], "#8a9a9c", 3)


def _microscope(canvas: Canvas, x: float, base: float) -> None:
    dark, steel, pale = "#2c3f4c", "#6f8a96", "#a9bcc2"
    canvas.polygon(shape("-120 0, 110 0, 96 -30, -100 -30", x, base), dark)
    arm = shape("40 -30, 92 -30, 112 -150, 104 -250, 62 -322, 14 -350, 2 -306, 44 -270, 64 -200, 58 -120", x, base)
    canvas.polygon(arm, steel)
    canvas.polygon(shape("78 -30, 92 -30, 112 -150, 104 -250, 62 -322, 84 -240, 92 -150", x, base), "#56717e")
    canvas.polygon(shape("-96 -112, 72 -112, 72 -96, -96 -96", x, base), dark)
    canvas.polygon(shape("-66 -118, 10 -118, 10 -112, -66 -112", x, base), "#9fd0d8")
    canvas.polygon(shape("-74 -300, -40 -352, 30 -352, 24 -286, -56 -276", x, base), pale)
    canvas.polygon(shape("-58 -210, -8 -210, 4 -284, -68 -280", x, base), dark)
    canvas.polygon(shape("-46 -150, -20 -150, -12 -210, -54 -210", x, base), steel)
    canvas.polygon(shape("-112 -426, -70 -446, -6 -348, -56 -326", x, base), dark)
    canvas.polygon(shape("-122 -440, -72 -464, -62 -444, -112 -420", x, base), "#15212a")
    canvas.ellipse(x + 88, base - 180, 26, 26, dark)
    canvas.ellipse(x + 88, base - 180, 13, 13, pale)
    canvas.glow(x - 34, base - 112, 60, "#fff6cf", 0.9, 0.5)


def draw_library(canvas: Canvas) -> None:
    """A reading room with arched windows and tall shelves."""
    canvas.fill([(0, "#3a2a22"), (0.6, "#6a4a34"), (1, "#8a6242")], 0, 700)
    for x in (400, 700, 1000):
        _arched_window(canvas, x)
    _shelf(canvas, 0, 1)
    _shelf(canvas, 1600, -1)
    canvas.fill([(0, "#5f4028"), (1, "#2f1f16")], 640, 900)
    for x in (400, 700, 1000):
        canvas.beam([(x, 500), (x + 180, 500), (x + 60, 900), (x - 260, 900)], "#ffe3ab", 0.22, 20)
    _table(canvas, 520, 650, 560, 16)
    _table(canvas, 360, 740, 880, 24)
    for x, y, size, coat in ((450, 852, 1.25, "#7a3a32"), (760, 862, 1.3, "#2c4a52"), (1120, 852, 1.25, "#4a4a3a")):
        canvas.polygon(
            [
                (x - 62 * size, y + 80),
                (x + 62 * size, y + 80),
                (x + 44 * size, y - 60 * size),
                (x - 44 * size, y - 60 * size),
            ],
            coat,
        )
        canvas.ellipse(x, y - 84 * size, 28 * size, 32 * size, canvas.random.choice(["#2a1d16", "#5a3c28", "#b9a48c"]))


def _arched_window(canvas: Canvas, x: float) -> None:
    arch = [(x + 90 - 90 * math.cos(t / 24 * math.pi), 190 - 100 * math.sin(t / 24 * math.pi)) for t in range(25)]
    frame = [(x + 90 - 104 * math.cos(t / 24 * math.pi), 190 - 116 * math.sin(t / 24 * math.pi)) for t in range(25)]
    canvas.polygon([*frame, (x + 194, 528), (x - 14, 528)], "#d3b184")
    canvas.shade([*arch, (x + 180, 516), (x, 516)], [(0, "#bfe0ec"), (0.6, "#fdf3d4"), (1, "#ffe2a8")])
    for bar in ("90 90, 90 516", "0 190, 180 190", "0 350, 180 350", "45 110, 45 516", "135 110, 135 516"):
        canvas.line(shape(bar, x), "#d3b184", 5)
    canvas.glow(x + 90, 300, 300, "#ffedc4", 0.45)


def _table(canvas: Canvas, left: float, y: float, width: float, thick: float) -> None:
    right, edge, under = left + width, y + thick * 1.9, y + thick * 2.7
    canvas.polygon([(left, y), (right, y), (right + 34, edge), (left - 34, edge)], "#a9743f")
    canvas.polygon([(left - 34, edge), (right + 34, edge), (right + 34, under), (left - 34, under)], "#5f3d22")
    for leg in (left + 10, right - 30):
        canvas.rectangle(leg, under, 20 * thick / 18, 100, "#4a2f1c")
    for step in range(4):
        _lamp(canvas, left + width * (step + 0.5) / 4, y + 4, thick / 22)
    for step in range(1, 4):
        canvas.polygon(shape("-34 14, 0 20, 0 28, -38 24", left + width * step / 4, y), "#f6efdd")
        canvas.polygon(shape("34 14, 0 20, 0 28, 38 24", left + width * step / 4, y), "#e3d8bf")


def _shelf(canvas: Canvas, start: float, way: int) -> None:
    def at(depth: float, height: float) -> Point:
        return (start + way * 380 * depth, 640 + 260 * (1 - depth) ** 1.2 - height * (760 - 330 * depth))

    canvas.polygon([at(0, 0), at(1, 0), at(1, 1.28), at(0, 1.2)], "#4a2f1e")
    colours = ["#7c3327", "#a8663a", "#3d5a55", "#c29a5c", "#55412f", "#2f4650", "#8f7a4c", "#b5523a"]
    for row in range(7):
        low, high = row * 0.165 + 0.02, row * 0.165 + 0.15
        depth = 0.02
        while depth < 0.96:
            thick = canvas.random.uniform(0.012, 0.032)
            tall = low + (high - low) * canvas.random.uniform(0.74, 0.97)
            if canvas.random.random() > 0.05:
                colour = mix(canvas.random.choice(colours), "#f3d9a4", depth * 0.25)
                canvas.polygon(
                    [
                        at(depth, low),
                        at(min(depth + thick, 0.97), low),
                        at(min(depth + thick, 0.97), tall),
                        at(depth, tall),
                    ],
                    colour,
                )
            depth += thick + 0.003
        canvas.polygon([at(0, low), at(1, low), at(1, low - 0.016), at(0, low - 0.016)], "#a37345")
    canvas.polygon([at(0.97, 0), at(1, 0), at(1, 1.28), at(0.97, 1.275)], "#a37345")


def _lamp(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.line([(x, y), (x, y - 46 * size)], "#d9b36a", 4 * size)
    canvas.polygon(shape("-34 -42, 34 -42, 22 -66, -22 -66", x, y, size), "#2f7a5a")
    canvas.glow(x, y - 34 * size, 76 * size, "#ffe7a8", 0.85, 0.7)
