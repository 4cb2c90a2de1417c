"""What ``bin/test`` does, step by step."""
