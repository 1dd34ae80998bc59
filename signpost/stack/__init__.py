"""The real parts and every process on one machine: servers of its own, the supervisor, and what `signpost status` tells."""
