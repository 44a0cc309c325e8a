"""The hub with real parts on this machine: for a tour (`python -m hub.demo`), for fuzzing, and for looking around."""
