"""What is edited in place on the page of a deal: products, ticks, shares of the credit."""
