"""Motifs in open country: wheat, solar field, wind farm, observatory."""

import math

from newswire.project.demo.drawing import Canvas, Point, draw_fir, mix, shape


def draw_wheat(canvas: Canvas) -> None:
    """A wheat field at sunset with a harvester far off."""
    canvas.fill([(0, "#557a92"), (0.45, "#c9b79a"), (0.8, "#f2c077"), (1, "#fbdc9b")], 0, 470)
    canvas.glow(1130, 430, 520, "#fff0c4", 0.9)
    canvas.ellipse(1130, 408, 56, 56, "#fff8e2")
    for y, width in ((110, 620), (190, 420), (255, 520)):
        x = canvas.random.uniform(0, 900)
        canvas.beam(
            [(x, y + 16), (x + width * 0.4, y), (x + width, y + 10), (x + width * 0.5, y + 26)], "#f7dcae", 0.65, 14
        )
    canvas.land(canvas.ridge(440, 60, 0.45), [(0, "#8a8a6a"), (1, "#b09a62")], 500)
    canvas.land(canvas.ridge(462, 20, 0.4), [(0, "#d9a94f"), (0.25, "#d39a3c"), (1, "#8d5a1e")])
    for index in range(-26, 27):
        foot = 800 + index * 118
        canvas.polygon(
            [(1000 + index * 12, 478), (1003 + index * 12, 478), (foot + 34, 900), (foot - 10, 900)], "#7d4f1a", 0.22
        )
    for row in range(16):
        y = 486 + row**1.75 * 3.1
        tufts: list[list[Point]] = []
        for _ in range(120):
            x, height = canvas.random.uniform(-10, 1610), 6 + row * 2.6
            tufts.append(
                [
                    (x - height * 0.16, y + height),
                    (x + canvas.random.uniform(-3, 3), y - height * 0.3),
                    (x + height * 0.16, y + height),
                ]
            )
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
    canvas.polygon(shape("-80 -70, 70 -70, 92 -10, -80 -6", x, y), "#9c3a26")
    canvas.polygon(shape("30 -116, 84 -116, 94 -62, 26 -62", x, y), "#4a2c22")
    canvas.polygon(shape("38 -108, 78 -108, 86 -70, 36 -70", x, y), "#e9c98d")
    canvas.polygon(shape("-70 -92, 20 -92, 14 -70, -76 -70", x, y), "#7c2c1e")
    canvas.line([(x - 30, y - 90), (x - 116, y - 112)], "#7c2c1e", 9)
    canvas.polygon(shape("86 -30, 160 -20, 172 8, 96 4", x, y), "#5d2418")
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
    canvas.polygon(
        [
            (tip[0] + tilt * 72 - 5, tip[1] - 84),
            (tip[0] + tilt * 72 + 5, tip[1] - 84),
            (tip[0] + tilt * 84, tip[1] - 106),
        ],
        grain,
    )


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
        lee = [
            [(x, y), (x + 70, y + 34), (x + 190, base + 6), (x + 20, base + 6)]
            for x, y in dunes
            if y < base - height * 0.995
        ]
        canvas.polygons(lee[::3], "#a8744a", 0.35)
    canvas.land(shape("0 486, 500 470, 1100 480, 1600 468"), [(0, "#e9c590"), (1, "#c3874f")])
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

    canvas.lines(
        [[at(40, 20), (x + 46 * size, y + 62 * size)], [at(190, 20), (x + 200 * size, y + 62 * size)]],
        "#6d5541",
        5 * size,
    )
    canvas.shade(
        [at(0, -14), at(232, -14), at(232, 96), at(0, 96)], [(0, "#7fb2d2"), (0.35, "#3b6d95"), (1, "#1c3e60")]
    )
    grid = [[at(dx, -14), at(dx, 96)] for dx in (46, 93, 139, 186)] + [[at(0, dy), at(232, dy)] for dy in (22, 59)]
    canvas.lines(grid, "#b9d3e2", 1.6 * size, 0.7)
    canvas.polygon([at(60, 96), at(100, 96), at(70, -14), at(30, -14)], "#ffffff", 0.16)
    canvas.line([at(0, 96), at(232, 96)], "#e9eef0", 3 * size)


def draw_wind_farm(canvas: Canvas) -> None:
    """Wind turbines on soft hills at sunrise."""
    canvas.fill([(0, "#5d7fa6"), (0.45, "#c0b9c4"), (0.75, "#f3c7a4"), (1, "#fbe0b2")], 0, 640)
    canvas.glow(380, 560, 520, "#fff2d0", 0.9)
    canvas.ellipse(380, 520, 50, 50, "#fffaf0")
    layers = (
        (530, 90, 260, "#b7a9b0", "#d9c0ae"),
        (610, 100, 330, "#8f8f9c", "#bda99f"),
        (700, 120, 410, "#5f7673", "#85907c"),
        (800, 120, 520, "#3b5a4e", "#4f6b52"),
    )
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
    for x, y, height in (
        (70, 846, 90),
        (120, 850, 130),
        (168, 852, 84),
        (215, 854, 108),
        (560, 862, 76),
        (598, 862, 104),
    ):
        draw_fir(canvas, x, y, height, "#274840")
    canvas.land(canvas.ridge(862, 40, 0.4), [(0, "#2c473c"), (1, "#1b3029")])


def _turbine(canvas: Canvas, x: float, base: float, size: float) -> None:
    hub = (x, base - 430 * size)
    canvas.polygon(
        [(x - 11 * size, base + 40), (x + 11 * size, base + 40), (x + 5 * size, hub[1]), (x - 5 * size, hub[1])],
        "#f3eee4",
    )
    canvas.polygon(
        [(x + 3 * size, base + 40), (x + 11 * size, base + 40), (x + 5 * size, hub[1]), (x + 1 * size, hub[1])],
        "#a9a6ab",
        0.6,
    )
    turn = canvas.random.uniform(0, 2)
    for blade in range(3):
        angle = turn + blade * math.tau / 3
        dx, dy = math.cos(angle), math.sin(angle)
        long, wide = 236 * size, 11 * size
        canvas.polygon(
            [
                (hub[0] - dy * 4 * size, hub[1] + dx * 4 * size),
                (hub[0] + dx * long * 0.22 - dy * wide, hub[1] + dy * long * 0.22 + dx * wide),
                (hub[0] + dx * long, hub[1] + dy * long),
                (hub[0] + dx * long * 0.2 + dy * 4 * size, hub[1] + dy * long * 0.2 - dx * 4 * size),
            ],
            "#faf6ee",
        )
    canvas.ellipse(*hub, 12 * size, 12 * size, "#d8d2c8")


def draw_observatory(canvas: Canvas) -> None:
    """An observatory under the stars, a comet above."""
    canvas.fill([(0, "#070d1f"), (0.5, "#14264a"), (0.82, "#344a74"), (1, "#8a7a86")], 0, 760)
    for step in range(26):
        x = 250 + step * 46
        canvas.glow(
            x, 640 - step * 26 + canvas.random.uniform(-30, 30), canvas.random.uniform(110, 210), "#7f8fc0", 0.13
        )
    for radius, many, alpha in ((0.8, 420, 0.7), (1.3, 150, 0.85), (2.1, 36, 0.95)):
        places = [(canvas.random.uniform(0, 1600), canvas.random.random() ** 1.2 * 720) for _ in range(many)]
        canvas.dots(places, radius, "#eef2ff", alpha)
    for x, y in ((300, 130), (1480, 250), (700, 90), (1280, 80)):
        canvas.glow(x, y, 20, "#ffffff", 0.8)
    head = (470.0, 290.0)
    for spread, length, colour, alpha in (
        (90, 640, "#7fa8e8", 0.35),
        (48, 560, "#b9d2ff", 0.5),
        (20, 430, "#f2f7ff", 0.75),
    ):
        for part in range(6):
            share = 1 - part / 6
            canvas.beam(
                [
                    head,
                    (head[0] + length * share, head[1] - length * share * 0.46 - spread * share),
                    (head[0] + length * share + 20, head[1] - length * share * 0.46 + spread * share * 0.5),
                ],
                colour,
                alpha / 5,
                10,
            )
    canvas.glow(*head, 70, "#dbe8ff", 0.95)
    canvas.ellipse(*head, 9, 9, "#ffffff")
    canvas.land(canvas.ridge(680, 110, 0.5), [(0, "#2a3a5c"), (1, "#3b4666")])
    canvas.glow(250, 760, 380, "#f0b98a", 0.35, 0.4)
    hill = shape("0 830, 300 800, 620 760, 860 700, 1020 668, 1300 668, 1440 700, 1600 760")
    canvas.land(hill, [(0, "#1a2236"), (1, "#0a0f1a")])
    _dome(canvas, 1150, 672)
    for x, y, height in ((60, 830, 90), (130, 824, 66), (210, 815, 100), (1500, 740, 80), (1560, 760, 110)):
        draw_fir(canvas, x, y, height, "#0c1320")


def _dome(canvas: Canvas, x: float, base: float) -> None:
    canvas.shade(shape("-130 -120, 130 -120, 130 4, -130 4", x, base), [(0, "#c8cede"), (1, "#6d7690")])
    canvas.polygon(shape("40 -120, 130 -120, 130 4, 40 4", x, base), "#2f3850", 0.55)
    rim = [(x - 142 * math.cos(t / 40 * math.pi), base - 132 - 150 * math.sin(t / 40 * math.pi)) for t in range(41)]
    canvas.shade(rim, [(0, "#f1f3f8"), (1, "#a7b0c6")])
    canvas.polygon([*rim[22:], (x + 30, base - 132)], "#3c4762", 0.55)
    canvas.rectangle(x - 150, base - 136, 300, 14, "#8c96b0")
    slit = [rim[12], rim[13], rim[14], rim[15], rim[16], (x - 20, base - 136), (x - 74, base - 136)]
    canvas.polygon(slit, "#141b2c")
    canvas.polygon(shape("-62 -136, -28 -136, -70 -268, -96 -252", x, base), "#dfe4ee")
    canvas.polygon(shape("-42 -136, -28 -136, -70 -268, -80 -262", x, base), "#7d88a2")
    for row in range(1, 4):
        half = 142 * math.cos(row * 0.36)
        canvas.line(
            [
                (x + half * 0.06, base - 132 - 150 * math.sin(row * 0.36)),
                (x + half * 0.98, base - 132 - 150 * math.sin(row * 0.36)),
            ],
            "#8c96b0",
            1.5,
            0.6,
        )
    canvas.rectangle(x - 20, base - 74, 40, 78, "#1c2436")
    canvas.rectangle(x + 60, base - 86, 30, 34, "#ffd48a")
    canvas.glow(x + 75, base - 70, 60, "#ffcf85", 0.7)
