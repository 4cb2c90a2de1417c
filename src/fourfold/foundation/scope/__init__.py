"""The floor of the house: tenant scope, the base of every tenant's row, and who may write now (see ADR 0003)."""
