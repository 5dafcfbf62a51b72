"""Claims the first review of a verification and decides it.

    python decide_review.py MERCHANT_BIZ_ID REVIEWER approve identity-confirmed

Python >= 3.10 and the packages of requirements.txt. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE say where Temporal is.
"""

import argparse
import asyncio
import os
import sys

from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError


async def main() -> None:
    parser = argparse.ArgumentParser(description="Claims the first review of a verification and decides it.")
    parser.add_argument("merchant_biz_id")
    parser.add_argument("reviewer")
    parser.add_argument("decision", choices=["approve", "reject", "newAttempt"])
    parser.add_argument("reason_code")
    arguments = parser.parse_args()

    client = await Client.connect(
        os.environ.get("TEMPORAL_ADDRESS", "127.0.0.1:7233"),
        namespace=os.environ.get("TEMPORAL_NAMESPACE", "default"),
    )
    review = client.get_workflow_handle(f"verification-{arguments.merchant_biz_id}/manual-review-1")
    reviewer = {"reviewer": arguments.reviewer}
    decision = {**reviewer, "decision": arguments.decision, "reasonCode": arguments.reason_code}
    try:
        # An id of your own makes a retry after a time-out the same update.
        await review.execute_update("claimReview", reviewer, id=f"claim-{arguments.reviewer}")
        await review.execute_update("decideReview", decision, id=f"decide-{arguments.reviewer}")
    except WorkflowUpdateFailedError as failure:
        # Nothing of a refused update enters the history. The type says why, e.g. ClaimedByAnother.
        refusal = failure.cause
        if not isinstance(refusal, ApplicationError):
            raise
        raise SystemExit(f"{refusal.type}: {refusal.message}") from None
    print("decided")


if __name__ == "__main__":
    asyncio.run(main())
    # Before Python 3.14 a client that was just in use may crash a process that ends (temporalio/sdk-python#300): end at
    # once. A backend that goes on does not need this.
    sys.stdout.flush()
    os._exit(0)
