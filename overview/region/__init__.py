"""The region as a whole: its data files, its map, and the figures of its pages."""

from overview.region.loading import load
from overview.region.reading import RegionError

__all__ = ["RegionError", "load"]
