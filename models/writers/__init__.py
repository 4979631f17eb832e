"""Writers: they propose candidate drafts; the guard filters and the ranker orders."""
