"""The base encoder: fetched, dequantised, its vocabulary trimmed to French and English."""
