"""What a council's or a provider's spreadsheet means: which column is what, which row is right, what would change."""
