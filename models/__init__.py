"""What perceives and writes: text tools, encoder, retriever, writers, guard, ranker, bundle.

Inference needs no torch.  Imports ``data`` only.
"""
