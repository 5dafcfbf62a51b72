import type { WorkflowExecutionDescription } from '@temporalio/client';
import { getVerification } from '../contract/messages';
import { attemptWorkflowId, verificationWorkflowId } from '../contract/names';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes';
import type { FallbackState, Outcome, VerificationState } from '../contract/verification';
import { policyDigest } from './digest';
import type { VerificationClientError } from './errors';
import { readOutcome } from './outcome';
import type { TemporalCalls } from './temporal-calls';

/** A verification as it stands now. */
export type VerificationView = { verificationId: string; workflowId: string; runId: string; startedAt: string } & (
  | {
      phase: 'open';
      state: VerificationState;
      /** The open fallback, where there is one and it answers. */
      fallback?: FallbackState | undefined;
      policy: { name: string; version: number; digest: string };
    }
  /** no worker answered in time; what Temporal knows by itself */
  | { phase: 'unanswered'; status: string | undefined; reason: string | undefined }
  | { phase: 'ended'; outcome: Outcome }
  /** failed, terminated or timed out in Temporal's own sense: an operator has to look */
  | { phase: 'failed'; temporalStatus: string }
);

/**
 * Looks at a verification.
 *
 * @throws VerificationClientError `NOT_FOUND`, `UNAVAILABLE`
 */
export async function viewVerification(calls: TemporalCalls, verificationId: string): Promise<VerificationView> {
  const workflowId = verificationWorkflowId(verificationId);
  const what = `Verification ${verificationId}`;
  const description = await calls.within(what, () => calls.client.workflow.getHandle(workflowId).describe());
  const { runId, startTime, status } = description;
  const head = { verificationId, workflowId, runId, startedAt: startTime.toISOString() };
  const { name } = status;
  if (name === 'RUNNING' || name === 'PAUSED')
    return { ...head, ...(await viewOpen(calls, description, verificationId)) };
  return name === 'COMPLETED' || name === 'CANCELLED'
    ? { ...head, phase: 'ended', outcome: await readOutcome(calls, verificationId) }
    : { ...head, phase: 'failed', temporalStatus: name };
}

type OpenView = Extract<VerificationView, { phase: 'open' }> | Extract<VerificationView, { phase: 'unanswered' }>;
type WithoutHead<V> = V extends unknown ? Omit<V, 'verificationId' | 'workflowId' | 'runId' | 'startedAt'> : never;

async function viewOpen(
  calls: TemporalCalls,
  { workflowId, typedSearchAttributes }: WorkflowExecutionDescription,
  verificationId: string,
): Promise<WithoutHead<OpenView>> {
  const state = await queryState(calls, workflowId);
  if (state?.kind !== 'verification') {
    return {
      phase: 'unanswered',
      status: typedSearchAttributes.get(SEARCH_ATTRIBUTES.VerificationStatus),
      reason: typedSearchAttributes.get(SEARCH_ATTRIBUTES.VerificationReason),
    };
  }
  const { name, version } = state.policy;
  const attempt = state.fallback?.attempt;
  const fallback =
    attempt === undefined ? undefined : await queryState(calls, attemptWorkflowId(verificationId, attempt));
  return {
    phase: 'open',
    state,
    policy: {
      name,
      version,
      digest: policyDigest(state.policy),
    },
    fallback: fallback?.kind === 'fallback' ? fallback : undefined,
  };
}

async function queryState(
  calls: TemporalCalls,
  workflowId: string,
): Promise<VerificationState | FallbackState | undefined> {
  const handle = calls.client.workflow.getHandle(workflowId);
  return calls
    .within(`Query of ${workflowId}`, () => handle.query(getVerification))
    .catch((error: VerificationClientError) => {
      if (error.code === 'UNREADABLE') throw error;
      return undefined;
    });
}
