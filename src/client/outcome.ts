import { CancelledFailure } from '@temporalio/common';
import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { verificationWorkflowId } from '../contract/names';
import type { Outcome } from '../contract/verification';
import { VerificationClientError } from './errors';
import type { TemporalCalls } from './temporal-calls';

/** How long a single long poll may take before it is begun anew; the server itself answers one within 20 s. */
const POLL_MS = 25_000;

/**
 * Waits for the outcome, for as long as it takes or as `timeoutMs` says.
 *
 * @throws VerificationClientError `NO_OUTCOME_YET`, `FAILED`, `NOT_FOUND`, `UNAVAILABLE`
 */
export async function awaitOutcome(
  calls: TemporalCalls,
  verificationId: string,
  timeoutMs = Infinity,
): Promise<Outcome> {
  const deadlineMs = Date.now() + timeoutMs;
  while (Date.now() < deadlineMs) {
    const outcome = await pollOutcome(calls, verificationId, Math.min(POLL_MS, deadlineMs - Date.now()));
    if (outcome) return outcome;
  }
  throw new VerificationClientError('NO_OUTCOME_YET', `Verification ${verificationId} has no outcome yet.`);
}

/** The outcome of a verification that ended. A cancelled workflow has no result, so its memo has the outcome. */
export async function readOutcome(calls: TemporalCalls, verificationId: string): Promise<Outcome> {
  const what = `Outcome of verification ${verificationId}`;
  const handle = calls.client.workflow.getHandle(verificationWorkflowId(verificationId));
  try {
    return await calls.within(what, () => handle.result() as Promise<Outcome>);
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const { memo } = await calls.within(what, () => handle.describe());
    if (error.cause instanceof CancelledFailure && memo?.outcome) return memo.outcome as Outcome;
    throw new VerificationClientError(
      'FAILED',
      `${what}: the workflow ended without one. Look at ${handle.workflowId} in the Web UI.`,
    );
  }
}

async function pollOutcome(calls: TemporalCalls, verificationId: string, pollMs: number): Promise<Outcome | undefined> {
  const handle = calls.client.workflow.getHandle(verificationWorkflowId(verificationId));
  const pollEndsMs = Date.now() + pollMs;
  try {
    return await calls.client.withDeadline(pollEndsMs, () => handle.result() as Promise<Outcome>);
  } catch (error) {
    // A poll that ran out of time comes in several forms; whatever ended the workflow is told apart below.
    const isOver = error instanceof WorkflowFailedError || error instanceof WorkflowNotFoundError;
    if (!isOver && Date.now() >= pollEndsMs) return undefined;
    return readOutcome(calls, verificationId);
  }
}
