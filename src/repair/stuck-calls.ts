import type { Client } from '@temporalio/client';
import type { CheckResultFailure } from '../contract/check-result';
import { WORKFLOW_TYPES } from '../contract/names';

/** A vendor call that is retried and retried. */
export interface StuckCall {
  verificationId: string;
  workflowId: string;
  runId: string;
  activityId: string;
  tries: number;
  lastFailure: string;
}

const TYPES = [WORKFLOW_TYPES.verification, WORKFLOW_TYPES.fallbackVerification];

/**
 * The open attempts that a visibility query finds and whose vendor call failed last with this failure. Retries are
 * invisible to search attributes, so each is looked at.
 */
export async function* findStuckCalls(
  client: Client,
  query: string | undefined,
  failure: CheckResultFailure,
): AsyncGenerator<StuckCall> {
  const open = `ExecutionStatus = 'Running' AND WorkflowType IN (${TYPES.map((type) => `'${type}'`).join(', ')})`;
  for await (const { workflowId } of client.workflow.list({ query: query ? `${open} AND (${query})` : open })) {
    const stuck = await stuckCallOf(client, workflowId, failure);
    if (stuck) yield stuck;
  }
}

/** The call of a workflow, if it is stuck on this failure now. */
export async function stuckCallOf(
  client: Client,
  workflowId: string,
  failure: CheckResultFailure,
): Promise<StuckCall | undefined> {
  const { raw, runId, status } = await client.workflow.getHandle(workflowId).describe();
  if (status.name !== 'RUNNING') return undefined;
  const call = raw.pendingActivities?.find(({ lastFailure }) => lastFailure?.applicationFailureInfo?.type === failure);
  if (!call?.activityId) return undefined;
  return {
    verificationId: workflowId.replace(/^verification-/, '').replace(/\/.*$/, ''),
    workflowId,
    runId,
    activityId: call.activityId,
    tries: call.attempt ?? 1,
    lastFailure: call.lastFailure?.message ?? '',
  };
}
