"""The company's logo at the head of documents: a small picture that is what it claims to be."""

import io
import os
from pathlib import Path
from typing import Final

from workbench.errors import BrokenFileError, InputError
from workbench.exporting._fetching import Made
from workbench.exporting._folder import LARGEST, TemplateFolder

LOGO: Final = "workbench:logo"
"""Its address in a template."""
_NAMES: Final = ("logo.svg", "logo.png", "logo.jpg", "logo.jpeg")
_KINDS: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}
_MOST_PIXELS: Final = 40_000_000


def find_logo(path: str | os.PathLike[str] | None, folder: TemplateFolder) -> Made | None:
    """The logo in a file, or the one that lies among the templates; ``None`` where there is none.

    Raises:
        InputError: there is no such file, or it is too large.
        BrokenFileError: it is no SVG, PNG or JPEG picture.
    """
    if path is None:
        name = next((one for one in _NAMES if folder.find(one)), None)
        content = None if name is None else folder.read(name)
        return None if content is None or name is None else _checked(content, name)
    place = Path(path)
    if not place.is_file():
        raise InputError("There is no file “{file}”. Check the path of the logo.", file=str(place))
    if place.stat().st_size > LARGEST:
        raise InputError(
            "The file {file} is larger than {count} MB. Put a smaller one beside the template.",
            file=place.name,
            count=LARGEST // 2**20,
        )
    return _checked(place.read_bytes(), place.name)


def _checked(content: bytes, name: str) -> Made:
    if name.lower().endswith(".svg"):
        from defusedxml import ElementTree  # noqa: PLC0415 - only where there is such a logo

        try:
            if ElementTree.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg":
                return Made(content)
        except (ElementTree.ParseError, ValueError) as error:
            raise _broken(name) from error
        raise _broken(name)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - as above

    try:
        with Image.open(io.BytesIO(content), formats=tuple(_KINDS)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise _broken(name)
            picture.load()
            return Made(content, _KINDS[str(picture.format)])
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise _broken(name) from error


def _broken(name: str) -> BrokenFileError:
    return BrokenFileError(
        "The logo {file} is no SVG, PNG or JPEG picture, or has too many pixels. Give another file.",
        file=name,
    )
