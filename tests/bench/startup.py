"""What a program pays for Stripe's generated client before its first answer.

`python tests/bench/startup.py [RUNS]`: fresh processes by turns. The client imports httpx and pydantic only when it
needs them, so its first answer is measured both ways: alone, and with the two imported before.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.measure import Cost, cost  # noqa: E402
from tests.real.documents import STRIPE, fetched  # noqa: E402

CUSTOMER = Path(__file__).with_name("customer.json")

BARE = "import httpx, pydantic"
CLIENT = """
import stripe
client = stripe.Stripe(basic_auth=("sk_test", ""))
"""
FIRST_ANSWER = f"""
import stripe
from pathlib import Path
from trivet.runtime import Headers, Response
class Canned:
    def send(self, request):
        content = Path({str(CUSTOMER)!r}).read_bytes()
        return Response(200, Headers([("Content-Type", "application/json")]), content)
    def close(self): pass
client = stripe.Stripe(basic_auth=("sk_test", ""), transport=Canned(), deviations="raise")
customer = client.customers.get(customer="cus_NffrFeUfNV2Hib")
assert customer.email == "jennyrosen@example.com", customer
"""
PROGRAMS = {
    "httpx and pydantic": BARE,
    "the client, built": CLIENT,
    "the client and a first customer": FIRST_ANSWER,
    "all of these": f"{BARE}\n{FIRST_ANSWER}",
}


def main(runs: int) -> None:
    """Prints the cost of each program, and how it differs from that of importing httpx and pydantic."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "trivet_codegen", "generate", "--from", str(fetched(STRIPE))]
        subprocess.run([*command, "--name", "stripe", "--out", folder], stdout=subprocess.DEVNULL, check=True)
        path = [folder, str(ROOT / "sdk"), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path)), "PYTHONDONTWRITEBYTECODE": ""}
        costs: dict[str, list[Cost]] = {name: [] for name in PROGRAMS}
        for number in range(runs + 1):
            for name, program in PROGRAMS.items():
                found = cost([sys.executable, "-c", program], environment)
                if number:  # the first round compiles modules
                    costs[name].append(found)
    print(f"Stripe's client in a fresh process, {runs} runs, medians")
    medians = {name: Cost.median(found) for name, found in costs.items()}
    bare = medians["httpx and pydantic"].cpu
    for name, median in medians.items():
        difference = (median.cpu - bare) * 1000
        print(f"  {name:<32} {median.cpu * 1000:5.0f} ms CPU {difference:+5.0f} ms   {median.memory:4.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
