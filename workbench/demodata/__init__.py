"""An invented Czech client base, the invented register that knows its firms, and the truth about both.

Nothing here is about a real firm or person: names are put together from word stocks, IČO start with 9,
mail and web sites end in ``.example``. Import this package inside functions; it loads numpy and pandas.
"""

from workbench.demodata.base import TYPES, DemoBase, generate
from workbench.demodata.clients import USERS
from workbench.demodata.dirt import Dirt
from workbench.demodata.register import register_chunks, register_rows
from workbench.demodata.resfile import COLUMNS, write_res_csv
from workbench.demodata.samples import SEED

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
