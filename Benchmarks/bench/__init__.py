"""What `scripts/bench` runs: ours, the peer and the limits, in turn, on loopback."""
