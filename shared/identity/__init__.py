"""Tokens: verified offline by every service, issued by one."""
