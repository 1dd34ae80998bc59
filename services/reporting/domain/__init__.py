"""What is true: how supply is counted. No input or output, no framework."""
