"""Motifs with many people: stadium, parliament, concert."""

import math

from newswire.project.demo.drawing import Canvas, Point, mix, shape


def draw_stadium(canvas: Canvas) -> None:
    """A floodlit football ground at night."""
    canvas.fill([(0, "#0a1428"), (0.6, "#1c3357"), (1, "#3d5a80")], 0, 420)
    canvas.dots(
        [(canvas.random.uniform(0, 1600), canvas.random.uniform(0, 200)) for _ in range(60)], 1.1, "#dfe8ff", 0.7
    )
    canvas.beam(shape("250 110, -100 900, 900 900"), "#dfeaff", 0.16, 40)
    canvas.beam(shape("1350 110, 700 900, 1700 900"), "#dfeaff", 0.16, 40)
    roof = shape("0 330, 220 262, 500 236, 800 228, 1100 236, 1380 262, 1600 330")
    canvas.land(roof, [(0, "#25364f"), (1, "#121d30")], 470)
    canvas.polygon([*roof, *[(x, y + 24) for x, y in reversed(roof)]], "#dfe5ee")
    canvas.polygon([*[(x, y + 12) for x, y in roof], *[(x, y + 24) for x, y in reversed(roof)]], "#8c99b0")
    for truss in range(60, 1600, 100):
        under = 248 + 102 * (abs(truss - 800) / 800) ** 2.2
        canvas.line([(truss, under), (truss, under + 56)], "#0e1728", 3)
    _crowd(canvas)
    pitch = shape("330 520, 1270 520, 1720 900, -120 900")
    canvas.shade(pitch, [(0, "#4f9a50"), (1, "#2f7a3c")])
    for index in range(0, 12, 2):
        left, right = 330 + index * 940 / 12, 330 + (index + 1) * 940 / 12
        foot = -120 + index * 1840 / 12, -120 + (index + 1) * 1840 / 12
        canvas.polygon([(left, 520), (right, 520), (foot[1], 900), (foot[0], 900)], "#6fb562", 0.35)
    canvas.lines(
        [shape("356 532, 1244 532, 1610 860, -10 860, 356 532"), [(800, 532), (800, 860)]], "#eef6ea", 3.5, 0.85
    )
    ring = [(800 + 165 * math.cos(t / 48 * math.tau), 672 + 52 * math.sin(t / 48 * math.tau)) for t in range(49)]
    canvas.line(ring, "#eef6ea", 3.5, 0.85)
    for side in (-1, 1):
        _goal(canvas, side)
    red = "520 610, 790 668, 1010 700, 380 700, 1240 770, 980 560"
    white = "700 640, 900 610, 610 740, 1120 640, 860 780"
    players = [(x, y, "#d0402e") for x, y in shape(red)] + [(x, y, "#f3eee2") for x, y in shape(white)]
    for x, y, shirt in sorted(players, key=lambda one: one[1]):
        _player(canvas, x, y, 0.55 + (y - 520) / 420, shirt)
    canvas.ellipse(838, 690, 6, 6, "#ffffff")
    for x in (250.0, 1350.0):
        canvas.polygon([(x - 9, 330), (x + 9, 330), (x + 5, 110), (x - 5, 110)], "#0d1626")
        canvas.polygon([(x - 76, 66), (x + 76, 66), (x + 70, 128), (x - 70, 128)], "#16233a")
        canvas.dots([(x - 58 + column * 29, 80 + row * 17) for column in range(5) for row in range(3)], 7.5, "#fffbe6")
        canvas.glow(x, 96, 250, "#f3f6ff", 0.75)


def _goal(canvas: Canvas, side: int) -> None:
    def at(dx: float, y: float) -> Point:
        edge = 444 + (y - 532) * 366 / 328
        return (800 + side * (edge - dx * (edge / 444)), y)

    canvas.line([at(0, 590), at(150, 590), at(150, 780), at(0, 780)], "#eef6ea", 3.5, 0.85)
    far, near = at(0, 642), at(0, 706)
    frame = [far, (far[0], 600), (near[0], 654), near]
    canvas.line(frame, "#ffffff", 5)
    canvas.polygon(frame, "#ffffff", 0.2)


def _crowd(canvas: Canvas) -> None:
    for row in range(19):
        y = 300 + row * 11.8
        dip = 60 * (1 - row / 19)
        shade = mix("#16233a", "#2b3d5c", row / 19)
        canvas.polygon(
            [
                (0, y + dip),
                (400, y + 4),
                (1200, y + 4),
                (1600, y + dip),
                (1600, y + dip + 14),
                (1200, y + 18),
                (400, y + 18),
                (0, y + dip + 14),
            ],
            shade,
        )
    for colour, many in (("#d0402e", 900), ("#f0e8d8", 700), ("#6f86ab", 900), ("#d9a05c", 420), ("#8c2f26", 500)):
        places: list[Point] = []
        for _ in range(many):
            x, row = canvas.random.uniform(0, 1600), canvas.random.randrange(2, 19)
            bend = max(0.0, abs(x - 800) - 400) / 400
            places.append((x, 300 + row * 11.8 + 60 * (1 - row / 19) * bend + 6))
        canvas.dots(places, 2.6, colour, 0.85)
    canvas.polygon(shape("0 530, 330 506, 1270 506, 1600 530, 1600 560, 1270 522, 330 522, 0 560"), "#dfe5ee")
    for index, colour in enumerate(("#c8402f", "#24507e", "#d69a2c", "#2f6b4a", "#c8402f", "#24507e", "#d69a2c")):
        canvas.rectangle(338 + index * 133, 508, 126, 13, colour)


def _player(canvas: Canvas, x: float, y: float, size: float, shirt: str) -> None:
    canvas.ellipse(x + 14 * size, y, 26 * size, 5 * size, "#1c4a28", 0.55)
    stride = canvas.random.choice((-1, 1)) * 11 * size
    canvas.lines(
        [[(x, y - 30 * size), (x - stride, y)], [(x, y - 30 * size), (x + stride * 0.6, y - 2 * size)]],
        "#25304a",
        7 * size,
    )
    canvas.polygon(shape("-10 -26, 10 -26, 12 -58, -12 -58", x, y, size), shirt)
    canvas.line([(x - 12 * size, y - 55 * size), (x - 20 * size, y - 36 * size)], shirt, 6 * size)
    canvas.line([(x + 12 * size, y - 55 * size), (x + 21 * size, y - 40 * size)], shirt, 6 * size)
    canvas.ellipse(
        x, y - 67 * size, 8 * size, 8 * size, canvas.random.choice(["#d9b28c", "#8a5a3c", "#c79a72", "#5f4030"])
    )


def draw_parliament(canvas: Canvas) -> None:
    """A round chamber with curved rows of seats and a lit rostrum."""
    canvas.fill([(0, "#1f2c2c"), (0.5, "#3b4a44"), (1, "#6a6a55")], 0, 420)
    canvas.glow(800, 60, 760, "#f6e3b4", 0.6, 0.7)
    for index in range(-9, 10):
        x = 800.0 + index * 96
        top = 92 + abs(index) * 5
        canvas.shade([(x - 20, top), (x + 20, top), (x + 16, 400), (x - 16, 400)], [(0, "#e9dcbc"), (1, "#8f8567")])
        canvas.rectangle(x + 6, top, 12, 308, "#4c4a3a", 0.35)
        canvas.rectangle(x - 27, top - 12, 54, 14, "#e9dcbc")
        canvas.rectangle(x - 24, 392, 48, 12, "#b9ad8a")
    arc = [(x, 66 + abs(x - 800) ** 2 / 15000) for x in range(-20, 1640, 20)]
    canvas.polygon([*[(x, y - 90) for x, y in arc], *[(x, y + 14) for x, y in reversed(arc)]], "#d8c9a3")
    canvas.line([(x, y + 14) for x, y in arc], "#8f8567", 5)
    canvas.line([(x, y - 22) for x, y in arc], "#b3a580", 4)
    canvas.fill([(0, "#57493a"), (1, "#2f2620")], 400, 900)
    canvas.beam(shape("690 0, 910 0, 1080 470, 520 470"), "#fff1c8", 0.5, 30)
    _rostrum(canvas)
    for row in range(7):
        rx, ry = 360 + row * 148, 64 + row * 62
        centre = 470 + row * 10
        seats = 13 + row * 4
        deep = mix("#2f6b55", "#143a30", row / 7)
        band = [(800 + rx * math.cos(t / 60 * math.pi), centre + ry * math.sin(t / 60 * math.pi)) for t in range(61)]
        outer = [
            (800 + (rx + 92) * math.cos(t / 60 * math.pi), centre + 12 + (ry + 40) * math.sin(t / 60 * math.pi))
            for t in range(61)
        ]
        canvas.polygon([*band, *reversed(outer)], mix("#7a5a3c", "#4a3323", row / 7))
        canvas.line(band, "#c29a66", 4 + row)
        for seat in range(seats):
            angle = math.pi * (seat + 0.5) / seats
            aisles = ((0.25, 0.035), (0.5, 0.07), (0.75, 0.035))
            if any(abs(angle - math.pi * where) < half for where, half in aisles):
                continue
            size = 0.5 + row * 0.17
            x, y = 800 + (rx + 40) * math.cos(angle), centre + 8 + (ry + 14) * math.sin(angle)
            if -60 < x < 1660 and y < 960:
                _seat(canvas, x, y, size, deep)


def _seat(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    if canvas.random.random() < 0.72:
        suit = canvas.random.choice(["#1d2733", "#2f3b4d", "#4a2f35", "#38414a", "#7a3a32", "#55606b"])
        hair = canvas.random.choice(["#2a211c", "#5b4230", "#8f8a84", "#c9c2b6", "#3a2c24"])
        canvas.polygon(shape("-22 4, 22 4, 15 -22, -15 -22", x, y, size), suit)
        canvas.ellipse(x, y - 32 * size, 11 * size, 12 * size, hair)
    canvas.polygon(shape("-28 26, 28 26, 25 -8, -25 -8", x, y, size), colour)
    canvas.polygon(shape("-25 -8, 25 -8, 25 -3, -25 -3", x, y, size), mix(colour, "#ffffff", 0.25))


def _rostrum(canvas: Canvas) -> None:
    canvas.shade(shape("520 300, 1080 300, 1110 452, 490 452"), [(0, "#8a6441"), (1, "#573b26")])
    canvas.rectangle(508, 290, 584, 14, "#b98c58")
    for x in range(560, 1060, 80):
        canvas.rectangle(x, 322, 56, 104, "#6d4c31")
        canvas.rectangle(x, 322, 56, 4, "#a57c4e")
    for x in (640, 800, 960):
        canvas.polygon(
            [(x - 30, 290), (x + 30, 290), (x + 26, 200 - (x == 800) * 26), (x - 26, 200 - (x == 800) * 26)], "#1f5a48"
        )
        canvas.polygon([(x - 20, 290), (x + 20, 290), (x + 14, 252), (x - 14, 252)], "#20262e")
        canvas.ellipse(x, 238, 11, 13, "#d9b791")
    canvas.shade(shape("720 380, 880 380, 896 490, 704 490"), [(0, "#b58a5a"), (1, "#6e4d30")])
    canvas.rectangle(708, 368, 184, 14, "#d9b27c")
    canvas.polygon(shape("776 368, 824 368, 816 318, 784 318"), "#26303c")
    canvas.polygon(shape("795 330, 805 330, 803 366, 797 366"), "#b8382a")
    canvas.ellipse(800, 300, 13, 15, "#d9b791")
    canvas.lines([[(770, 368), (778, 342)], [(830, 368), (822, 342)]], "#15191d", 3)


def draw_concert(canvas: Canvas) -> None:
    """A stage in beams of light, musicians and audience in silhouette."""
    canvas.fill([(0, "#140d26"), (0.6, "#3a1d4a"), (1, "#7a3350")], 0, 620)
    canvas.glow(800, 520, 720, "#f08a5a", 0.65, 0.75)
    for x, foot, colour in (
        (240, 620, "#f6b46a"),
        (480, 380, "#e8607a"),
        (660, 900, "#f7d59a"),
        (940, 700, "#f7d59a"),
        (1120, 1220, "#e8607a"),
        (1360, 980, "#f6b46a"),
    ):
        canvas.beam([(x - 8, 96), (x + 8, 96), (foot + 130, 640), (foot - 130, 640)], colour, 0.28, 14)
        canvas.beam([(x - 5, 96), (x + 5, 96), (foot + 50, 640), (foot - 50, 640)], "#fff2d8", 0.22, 10)
    canvas.rectangle(110, 60, 1380, 10, "#0d0818")
    canvas.rectangle(110, 92, 1380, 8, "#0d0818")
    canvas.lines([[(x, 66), (x + 30, 96), (x + 60, 66)] for x in range(110, 1480, 60)], "#0d0818", 4)
    for x in (110, 1470):
        canvas.rectangle(x, 60, 26, 580, "#0d0818")
    for x in (240, 480, 660, 940, 1120, 1360):
        canvas.polygon([(x - 18, 98), (x + 18, 98), (x + 12, 128), (x - 12, 128)], "#0d0818")
        canvas.glow(x, 124, 60, "#fff4d6", 0.95)
    canvas.fill([(0, "#2a1430"), (1, "#0d0814")], 600, 900)
    canvas.rectangle(0, 596, 1600, 8, "#f2a66b", 0.7)
    for x, kind in ((430, "violin"), (590, "violin"), (800, "conductor"), (1000, "bass"), (1180, "violin")):
        _musician(canvas, x, 604, 1.18 if kind == "conductor" else 1.0, kind)
    for row, (y, size) in enumerate(((760, 0.8), (820, 1.05), (892, 1.35))):
        shade = ("#2b1533", "#1a0d22", "#0b0611")[row]
        place = -20.0
        while place < 1640:
            _listener(canvas, place, y + canvas.random.uniform(-12, 12), size, shade)
            place += 62 * size + canvas.random.uniform(0, 16)


def _musician(canvas: Canvas, x: float, y: float, size: float, kind: str) -> None:
    dark = "#120a1c"
    canvas.polygon(shape("-30 0, -6 0, -2 -100, 6 -100, 12 0, 34 0, 30 -190, -28 -190", x, y, size), dark)
    canvas.ellipse(x, y - 214 * size, 18 * size, 22 * size, dark)
    if kind == "conductor":
        canvas.lines(
            [shape("-24 -180, -74 -220, -104 -270", x, y, size), shape("24 -180, 78 -190, 112 -246", x, y, size)],
            dark,
            15 * size,
        )
        canvas.line([(x + 112 * size, y - 246 * size), (x + 134 * size, y - 312 * size)], "#f7d59a", 3)
    elif kind == "violin":
        canvas.line(shape("-24 -176, -66 -150, -72 -196", x, y, size), dark, 13 * size)
        canvas.line(shape("24 -176, 58 -136, -20 -180", x, y, size), dark, 13 * size)
        canvas.line([(x - 2 * size, y - 200 * size), (x - 92 * size, y - 204 * size)], dark, 7 * size)
        canvas.ellipse(x - 22 * size, y - 200 * size, 30 * size, 13 * size, "#6b2f22")
        canvas.line([(x + 44 * size, y - 130 * size), (x - 70 * size, y - 238 * size)], "#f2c48d", 2.5)
    else:
        canvas.ellipse(x + 48 * size, y - 70 * size, 48 * size, 66 * size, "#6b2f22")
        canvas.ellipse(x + 44 * size, y - 138 * size, 34 * size, 42 * size, "#6b2f22")
        canvas.line([(x + 46 * size, y - 60 * size), (x + 38 * size, y - 280 * size)], dark, 8 * size)
        canvas.line(shape("-20 -178, 4 -210, 40 -236", x, y, size), dark, 13 * size)
        canvas.line([(x + 20 * size, y - 170 * size), (x + 56 * size, y - 110 * size)], dark, 13 * size)


def _listener(canvas: Canvas, x: float, y: float, size: float, shade: str) -> None:
    canvas.ellipse(x, y - 58 * size, 17 * size, 20 * size, shade)
    canvas.polygon(
        [
            (x - 38 * size, 900),
            (x - 34 * size, y - 18 * size),
            (x - 14 * size, y - 36 * size),
            (x + 14 * size, y - 36 * size),
            (x + 34 * size, y - 18 * size),
            (x + 38 * size, 900),
        ],
        shade,
    )
    if canvas.random.random() < 0.16:
        side = canvas.random.choice((-1, 1))
        canvas.line(
            [
                (x + side * 28 * size, y - 20 * size),
                (x + side * 40 * size, y - 70 * size),
                (x + side * 24 * size, y - 118 * size),
            ],
            shade,
            12 * size,
        )
