"""The nouns of who may know, by subject."""

from everychild.sharing.models.emergency import EmergencyExtract, EmergencyUse
from everychild.sharing.models.knowing import Agreement, Happening, Involvement, Opening
from everychild.sharing.models.withholding import Withholding

__all__ = ["Agreement", "EmergencyExtract", "EmergencyUse", "Happening", "Involvement", "Opening", "Withholding"]
