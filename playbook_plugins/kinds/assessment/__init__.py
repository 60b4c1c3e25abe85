"""An assessment: statements on a scale, scored by trait."""
