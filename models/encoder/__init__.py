"""The encoder at run time: one pass of a transformer, all heads, calibrated."""
