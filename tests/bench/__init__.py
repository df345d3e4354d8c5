"""Figures the design promises, measured as ratios within one run."""
