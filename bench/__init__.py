"""The benchmarks: one command for each claim, each printing figures and a ratio against a floor of the same run."""
