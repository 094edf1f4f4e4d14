"""Is it right? Gold questions, metrics, runs, comparisons, gates."""
