"""Every door to the outside as a Protocol, with the errors that come through it."""
