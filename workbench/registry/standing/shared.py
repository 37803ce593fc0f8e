"""What the notebooks of a machine share when they ask a register: its queue, and the answers that are kept."""

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.registry.line import Line, Timeouts
from workbench.registry.manners import Manners, Pace, QueueFile, default_queue_path
from workbench.store.replies import Replies, default_replies_path

if TYPE_CHECKING:
    import httpx


def shared(
    name: str,
    source: str,
    pace: Pace,
    *,
    base_url: str,
    transport: "httpx.BaseTransport | None",
    timeouts: Timeouts | None,
    folder: Path | None,
) -> tuple[Line, Replies]:
    """The connection to a register in the queue of this machine, and the file of kept answers.

    Args:
        name: of the register's queue.
        source: how the register is named in messages.
        pace: how often it may be asked.
        base_url: where it is.
        transport: how bytes travel (httpx), e.g. for a proxy.
        timeouts: seconds to wait.
        folder: where queue and answers lie, if not in the user's data folder.
    """
    queue, kept = default_queue_path(name), default_replies_path()
    if folder is not None:
        queue, kept = folder / queue.name, folder / kept.name
    manners = Manners(QueueFile(queue), pace=pace)
    return Line(source, manners, base_url=base_url, transport=transport, timeouts=timeouts), Replies(kept)
