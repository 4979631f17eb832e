"""The policy engine: brand policies in YAML and the playbook's rules as pure functions."""
