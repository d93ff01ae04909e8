"""The nouns of who may know, by subject."""

from everychild.sharing.models.knowing import Agreement, Happening, Involvement, Opening

__all__ = ["Agreement", "Happening", "Involvement", "Opening"]
