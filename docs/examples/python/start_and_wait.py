"""Starts a verification, says that the vendor called back, and prints the outcome.

    python start_and_wait.py MERCHANT_BIZ_ID TRANSACTION_ID [--region REGION] [--task-queue QUEUE]

Python >= 3.10 and the packages of requirements.txt. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE say where Temporal is.
"""

import argparse
import asyncio
import json
import os
import sys

from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import CancelledError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

STATUS = SearchAttributeKey.for_keyword("VerificationStatus")


async def start(client: Client, task_queue: str, verification: dict) -> WorkflowHandle:
    """The workflow id is what makes a MerchantBizId unique: the same id never starts twice."""
    workflow_id = f"verification-{verification['merchantBizId']}"
    try:
        return await client.start_workflow(
            "verification",
            verification,
            id=workflow_id,
            task_queue=task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            search_attributes=TypedSearchAttributes([SearchAttributePair(STATUS, "AWAITING_RESULT")]),
            static_summary=f"Verification {verification['merchantBizId']} in {verification['region']}",
        )
    except WorkflowAlreadyStartedError:
        # A retry after a time-out: the verification is there, open or closed.
        return client.get_workflow_handle(workflow_id)


async def call_back(handle: WorkflowHandle, transaction_id: str) -> None:
    """What a callback receiver of your own does, once it has checked the CallbackToken: wake the verification up."""
    try:
        await handle.signal("callbackReceived", {"transactionId": transaction_id})
    except RPCError as error:
        # Not found means closed here: there is nobody to wake up.
        if error.status != RPCStatusCode.NOT_FOUND:
            raise


async def outcome_of(handle: WorkflowHandle) -> dict:
    """Waits. A cancelled workflow has no result: its outcome is in the memo."""
    try:
        return await handle.result()
    except WorkflowFailureError as failure:
        if not isinstance(failure.cause, CancelledError):
            raise
        return await (await handle.describe()).memo_value("outcome")


async def main() -> None:
    parser = argparse.ArgumentParser(description="Starts a verification and waits for its outcome.")
    parser.add_argument("merchant_biz_id")
    parser.add_argument("transaction_id")
    parser.add_argument("--region", default="ap-southeast-1")
    parser.add_argument("--task-queue", default="id-verification")
    arguments = parser.parse_args()

    client = await Client.connect(
        os.environ.get("TEMPORAL_ADDRESS", "127.0.0.1:7233"),
        namespace=os.environ.get("TEMPORAL_NAMESPACE", "default"),
    )
    handle = await start(
        client,
        arguments.task_queue,
        {
            "merchantBizId": arguments.merchant_biz_id,
            "transactionId": arguments.transaction_id,
            "region": arguments.region,
            "policy": "default/1",
        },
    )
    await call_back(handle, arguments.transaction_id)
    print(json.dumps(await outcome_of(handle)))


if __name__ == "__main__":
    asyncio.run(main())
    # Before Python 3.14 a client that was just in use may crash a process that ends (temporalio/sdk-python#300): end at
    # once. A backend that goes on does not need this.
    sys.stdout.flush()
    os._exit(0)
