"""Benchmarks of Clientela: every figure stands beside a limit measured in the same run. `./clientela bench` runs them."""
