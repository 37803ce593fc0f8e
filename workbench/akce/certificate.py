"""What a deletion leaves in one's hands: a certificate without personal data, as text or PDF, and made again at any time."""

from pathlib import Path
from typing import Literal

from workbench import exporting
from workbench.akce.printing import looks
from workbench.errors import UnknownNameError
from workbench.exporting.certificate import certificate_pdf, certificate_text
from workbench.locale import t
from workbench.model.erasure import Erasure


class Certificate:
    """The certificate of one erasure.

    Args:
        erasure: what the journal knows of it.

    Attributes:
        erasure: the same: records, time, account, counts.
    """

    def __init__(self, erasure: Erasure) -> None:
        self.erasure = erasure

    def text(self, language: str | None = None) -> str:
        """As plain text.

        Args:
            language: ``"cs"`` or ``"en"``; the one in use where not given.
        """
        return certificate_text(self.erasure, language)

    def pdf(self, language: str | None = None) -> bytes:
        """As a tagged PDF; see :func:`workbench.exporting.certificate.certificate_pdf`.

        The user's own templates and logo hold here too: the environment variables ``WORKBENCH_TEMPLATES`` and ``WORKBENCH_LOGO``.

        Args:
            language: ``"cs"`` or ``"en"``; the one in use where not given.
        """
        return certificate_pdf(self.erasure, language, **looks({}))

    @property
    def file_name(self) -> str:
        """A file name for it, without suffix."""
        return t("certificate-of-erasure-{number}", number=self.erasure.change_set)

    def save(
        self, folder: str | Path, format: Literal["pdf", "txt"] = "pdf", language: str | None = None,  # noqa: A002 - the word everyone uses
    ) -> Path:  # fmt: skip
        """Write it into a folder, never over another file.

        Args:
            folder: an existing folder.
            format: ``"pdf"`` or ``"txt"``.
            language: ``"cs"`` or ``"en"``; the one in use where not given.

        Returns:
            Where it was written.

        Raises:
            UnknownNameError: no such format.
            InputError: no such folder.
            DiskError: it cannot be written.
        """
        if format not in ("pdf", "txt"):
            raise UnknownNameError.suggest("format", str(format), ("pdf", "txt"))
        content = self.pdf(language) if format == "pdf" else self.text(language).encode()
        return exporting.write_new(folder, exporting.safe_name(self.file_name, f".{format}"), content)

    def __repr__(self) -> str:
        return f"<certificate of {self.erasure!r}: .text() .pdf() .save(folder)>"
