"""The picture of the home page: a few things of all ranges on one table."""

from __future__ import annotations

from PIL import Image

from storecrew.demo.pictures import portraits, turned
from storecrew.demo.pictures.canvas import Canvas
from storecrew.demo.pictures.turned import Glaze, Turned

SIZE = (1600, 700)


def still_life() -> Image.Image:
    """Draw vases, a mug, a bowl and a lamp side by side; 1600 × 700 pixels, the left third left free."""
    canvas = Canvas(SIZE[0], plate="#e7e2da")
    lamp_foot = Turned(portraits.FOOT, 0.3, 0.11, base_y=0.34, open_top=False, x=0.74)
    lamp_shade = Turned(portraits.CONE, 0.3, 0.23, base_y=0.07, tilt=0.12, x=0.74)
    turned.draw(canvas, lamp_foot, Glaze("#35353a", "#35353a", gloss=0.55))
    turned.draw(canvas, lamp_shade, Glaze("#efe3cd", "#efe3cd", gloss=0, glow=0.85), shadow=False)
    tall = Turned(portraits.TALL, 0.56, 0.13, base_y=0.33, tilt=0.18, x=0.36)
    turned.draw(canvas, tall, Glaze("#6b3f54", "#c9a57e", dip=0.95, gloss=0.45, band="#efe3cd"), seed=3)
    belly = Turned(portraits.BELLY, 0.46, 0.19, base_y=0.36, tilt=0.16, x=0.06)
    turned.draw(canvas, belly, Glaze("#5f6f45", "#c9a57e", dip=0.86, gloss=0.6), seed=5)
    bowl = Turned(portraits.ROUND_BOWL, 0.15, 0.2, tilt=0.42, base_y=0.42, x=0.52)
    turned.draw(canvas, bowl, Glaze("#a9482f", "#c9a57e", dip=0.9, gloss=0.4, speckle=1.6), seed=7)
    mug = Turned(portraits.CUP, 0.2, 0.1, base_y=0.43, handle=0.075, x=0.23)
    turned.draw(canvas, mug, Glaze("#3f7288", "#c9a57e", dip=0.76, gloss=0.55, speckle=0.4), seed=9)
    picture = canvas.finish()
    top = round(SIZE[0] * 0.31)
    return picture.crop((0, top, SIZE[0], top + SIZE[1]))
