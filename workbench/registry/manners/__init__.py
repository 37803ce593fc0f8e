"""How registers are asked: one paced queue for the whole machine, few retries, and a rest when they fail.

Nothing here knows what is asked: a question is a function that sends it once.
"""

from workbench.registry.manners.asking import Manners, Retries
from workbench.registry.manners.breaker import Breaker
from workbench.registry.manners.clock import Clock, SystemClock
from workbench.registry.manners.pacing import Pace
from workbench.registry.manners.queue_file import QueueFile, default_queue_path
from workbench.registry.manners.replying import Closed, HttpReply, NoReply, retry_after
from workbench.registry.manners.state import State, Why

__all__ = [
    "Breaker",
    "Clock",
    "Closed",
    "HttpReply",
    "Manners",
    "NoReply",
    "Pace",
    "QueueFile",
    "Retries",
    "State",
    "SystemClock",
    "Why",
    "default_queue_path",
    "retry_after",
]
