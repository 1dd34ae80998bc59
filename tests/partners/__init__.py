"""Partner systems: who may hear what, and what stands in the way of everything else."""
