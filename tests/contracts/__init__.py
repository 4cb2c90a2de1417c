"""What holds for the whole code base, as tests: sizes, declarations, who may do what where."""
