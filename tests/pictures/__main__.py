"""Draw the README's pictures anew: `python -m tests.pictures`."""

import asyncio

from tests.pictures import FOLDER, SCENES, draw, stand

if __name__ == "__main__":
    stand()
    for name in SCENES:
        (FOLDER / f"{name}.svg").write_text(asyncio.run(draw(name)), encoding="utf-8")
        print(FOLDER / f"{name}.svg")
