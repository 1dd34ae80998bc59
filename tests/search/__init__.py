"""Search, as a person or another system sees it; any engine must pass engine_contract.py."""
