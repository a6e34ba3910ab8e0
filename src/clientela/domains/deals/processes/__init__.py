"""Ways of selling as documents: ready-made ones, those in use, and every version of those."""
