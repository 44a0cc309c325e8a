"""The hub: customers of a tenant and what was noted about them, served as `contracts/hub/openapi.yaml` says."""
