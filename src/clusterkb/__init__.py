"""clusterkb: the reference knowledge base on educational clusters.

>>> from clusterkb import KnowledgeBase
>>> KnowledgeBase.open().page("EducationalHolding", "ru").label.value
'образовательный холдинг'
"""

from clusterkb.errors import (
    BadInput,
    BadQuery,
    BadRequest,
    ClusterkbError,
    MissingPart,
    NotFound,
    OutOfLimits,
    StoreUnusable,
)
from clusterkb.kb import KnowledgeBase
from clusterkb.namespaces import PREFIXES, expand, shorten
from clusterkb.version import __version__

__all__ = [
    "PREFIXES",
    "BadInput",
    "BadQuery",
    "BadRequest",
    "ClusterkbError",
    "KnowledgeBase",
    "MissingPart",
    "NotFound",
    "OutOfLimits",
    "StoreUnusable",
    "__version__",
    "expand",
    "shorten",
]
