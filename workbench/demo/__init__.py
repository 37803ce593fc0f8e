"""An invented Czech client base, the invented register that knows its firms, and the truth about both.

Nothing here is about a real firm or person: names are put together from word stocks, IČO start with 9,
mail and web sites end in ``.example``. Import this package inside functions; it loads numpy and pandas.
"""

from workbench.demo.base import TYPES, DemoBase, generate
from workbench.demo.clients import USERS
from workbench.demo.dirt import Dirt
from workbench.demo.register import register_chunks, register_rows
from workbench.demo.resfile import COLUMNS, write_res_csv
from workbench.demo.samples import SEED

__all__ = [
    "COLUMNS",
    "SEED",
    "TYPES",
    "USERS",
    "DemoBase",
    "Dirt",
    "generate",
    "register_chunks",
    "register_rows",
    "write_res_csv",
]
