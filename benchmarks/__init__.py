"""Side-by-side comparisons that print ratios. Absolute times say more of the machine than of the code."""
