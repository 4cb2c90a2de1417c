"""The people of the tests are those of the small demonstration: `fourfold.config.demo.cast`."""

from fourfold.config.demo.cast import PASSWORD, Cast, Place, make_cast

__all__ = ["PASSWORD", "Cast", "Place", "make_cast"]
