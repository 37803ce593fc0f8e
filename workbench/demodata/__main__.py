"""Make the sample files anew: ``python -m workbench.demodata data/``."""

import sys
from pathlib import Path

from workbench.demodata.samples import write_samples
from workbench.locale import t


def main(arguments: list[str]) -> int:
    """Write the samples into the folder named first; say what was written.

    Returns:
        0, or 2 where no existing folder was named.
    """
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write(
            t("Name one existing folder, for instance: python -m workbench.demodata data/") + "\n"
        )
        return 2
    for path in write_samples(arguments[0]):
        sys.stdout.write(t("Written: {path} ({size} bytes)", path=path, size=path.stat().st_size) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
