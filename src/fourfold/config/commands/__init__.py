"""The commands of ``bin/fourfold``, a file for each group. Each says by its exit code how it went."""
