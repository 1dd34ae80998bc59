"""Whole ways through the product as it is started by a person."""
