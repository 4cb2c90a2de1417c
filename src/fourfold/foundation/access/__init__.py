"""Users, organisations, memberships, grants, sign-in, tenant scope and the doors."""
