"""What follows from what is asserted: the closure, why each fact is in it, and whether all of it is consistent."""
