"""What ``dev.py bench`` runs: each promise of speed beside its peer, in the same run."""
