"""Reading files people made in spreadsheet programs, and writing files they open there."""
