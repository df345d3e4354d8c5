"""Group work: who sits with whom, and why."""
