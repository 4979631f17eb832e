"""Fine-tuning of the encoder: one transformer, one linear head per label group."""
