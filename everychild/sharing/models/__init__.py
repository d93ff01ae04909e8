"""The nouns of who may know, by subject."""

from everychild.sharing.models.knowing import Agreement, Happening, Involvement, Opening
from everychild.sharing.models.withholding import Withholding

__all__ = ["Agreement", "Happening", "Involvement", "Opening", "Withholding"]
