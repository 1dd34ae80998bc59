"""What people say, in any language, and what it stands for."""
