import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { VerificationClientError, type VerificationClient } from '../client';
import type { AuditFile, RepairOrder } from './audit-file';
import { stuckCallOf, type StuckCall } from './stuck-calls';

/** What a repair works with. */
export interface RepairRun {
  client: Client;
  verifications: VerificationClient;
  order: RepairOrder;
  audit: AuditFile;
  perSecond: number;
  /** Ends the run after the one that is under way. */
  signal: AbortSignal;
  /** Told of each one that is settled. */
  onSettled: (stuck: StuckCall, result: RepairResult) => void;
}

/** `gone`: it was closed, or not stuck any more. `skipped`: an earlier run has settled it. */
export type RepairResult = 'done' | 'gone' | 'failed' | 'skipped';

/**
 * Repairs one after the other, at a bounded rate. Each is looked at again just before, so that nothing is touched that
 * is closed or got well by itself; each is written to the audit file before and after.
 */
export async function repairAll(run: RepairRun, all: readonly StuckCall[]): Promise<Record<RepairResult, number>> {
  const counts = { done: 0, gone: 0, failed: 0, skipped: 0 };
  for (const stuck of all) {
    if (run.signal.aborted) break;
    const result = run.audit.isSettled(stuck.workflowId) ? 'skipped' : await repairOne(run, stuck.workflowId);
    counts[result] += 1;
    run.onSettled(stuck, result);
    if (result !== 'skipped') await sleep(1000 / run.perSecond);
  }
  return counts;
}

async function repairOne(run: RepairRun, workflowId: string): Promise<RepairResult> {
  const { audit } = run;
  audit.record({ workflowId, result: 'begun' });
  try {
    const stuck = await stuckCallOf(run.client, workflowId, run.order.stuckOn);
    if (stuck) await act(run, stuck);
    const result = stuck ? 'done' : 'gone';
    audit.record({ workflowId, result });
    return result;
  } catch (error) {
    if (error instanceof VerificationClientError && error.code === 'ALREADY_OVER') {
      audit.record({ workflowId, result: 'gone' });
      return 'gone';
    }
    audit.record({ workflowId, result: 'failed', error: (error as Error).message });
    return 'failed';
  }
}

async function act({ client, verifications, order }: RepairRun, stuck: StuckCall): Promise<void> {
  const { operator, action, stuckOn } = order;
  const { verificationId, workflowId, runId, activityId } = stuck;
  switch (action) {
    case 'retry-now':
      // What the Reset button of the Web UI does: the call is due at once.
      await client.workflowService.resetActivity({
        namespace: client.options.namespace,
        execution: { workflowId, runId },
        identity: operator,
        id: activityId,
      });
      return;
    case 'send-to-review':
      return verifications.sendToReview(verificationId, { operator, reason: `repair: stuck on ${stuckOn}` });
    case 'cancel':
      return verifications.cancel(verificationId);
  }
}
