"""What a start of the service has to wait for."""

import subprocess
import sys

# What jobs need, which run in processes of their own, and other commands.
SLOW = ("altair", "highspy", "models", "numba", "pandas", "pulp", "pyarrow", "scipy")


def test_the_service_starts_without_loading_what_only_jobs_need():
    code = f"import server, sys; print([m for m in {SLOW} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
