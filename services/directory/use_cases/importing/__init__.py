"""What preview, import and undo of spreadsheets are made of: who may, whose the rows are, what each row would do, what was done before."""
