import type { LoadedDataConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { readFailure } from './event-payloads';
import type { Wait } from './explanation';
import type { Story } from './story';
import { epochMs } from './timestamps';

/** What the server says is pending in a workflow, beside its history. */
export type PendingWork = Pick<
  temporal.api.workflowservice.v1.IDescribeWorkflowExecutionResponse,
  'pendingActivities' | 'pendingWorkflowTask'
>;
type PendingCall = temporal.api.workflow.v1.IPendingActivityInfo;

/** Work that no worker has taken up for so long is late. */
const LATE_AFTER_MS = 10_000;

/** `PENDING_ACTIVITY_STATE_SCHEDULED`: it waits for its time, or for a worker. */
const SCHEDULED = 1;

/** What an open workflow waits for: its vendor call, its timers, and a worker that is missing. */
export async function waitsOf(
  story: Story,
  pending: PendingWork,
  converter: LoadedDataConverter,
  nowMs: number,
): Promise<Wait[]> {
  if (story.isClosed) return [];
  const { workflowId, timers } = story;
  const calls = [...story.calls.values()].map(async ({ activityId, summary, since, until }) => {
    const call = pending.pendingActivities?.find((one) => one.activityId === activityId);
    return { workflowId, waitsFor: summary, since, until, ...(call && (await callFacts(call, converter, nowMs))) };
  });
  return [
    ...lateTask(workflowId, pending, nowMs),
    ...(await Promise.all(calls)),
    ...[...timers.values()].map(({ summary, since, until }) => ({ workflowId, waitsFor: summary, since, until })),
  ];
}

async function callFacts(
  call: PendingCall,
  converter: LoadedDataConverter,
  nowMs: number,
): Promise<Pick<Wait, 'tries' | 'lastFailure' | 'nextTryAt' | 'worker' | 'advice'>> {
  const nextMs = epochMs(call.nextAttemptScheduleTime) || undefined;
  const lastFailure = await readFailure(converter, call.lastFailure);
  return {
    tries: call.attempt ?? 1,
    lastFailure: lastFailure?.message,
    nextTryAt: nextMs === undefined ? undefined : new Date(nextMs).toISOString(),
    worker: call.lastWorkerIdentity || undefined,
    advice: adviceOn(call, nextMs ?? (epochMs(call.scheduledTime) || nowMs), nowMs),
  };
}

function adviceOn({ paused, state }: PendingCall, dueMs: number, nowMs: number): string | undefined {
  if (paused) return 'Somebody paused this call: unpause it in the Web UI.';
  const isLate = state === SCHEDULED && nowMs - dueMs > LATE_AFTER_MS;
  return isLate ? 'No worker takes this call up: see whether check-result workers run (idv doctor).' : undefined;
}

function lateTask(workflowId: string, { pendingWorkflowTask: task }: PendingWork, nowMs: number): Wait[] {
  if (!task) return [];
  const sinceMs = epochMs(task.originalScheduledTime ?? task.scheduledTime);
  const tries = task.attempt ?? 1;
  if (tries === 1 && nowMs - sinceMs < LATE_AFTER_MS) return [];
  return [
    {
      workflowId,
      waitsFor: 'A worker that goes on with the workflow',
      since: new Date(sinceMs).toISOString(),
      tries,
      advice:
        tries > 1
          ? 'Its workflow task fails again and again: read the log of the workers, and go back to the version before.'
          : 'No worker takes it up: see whether workflow workers run (idv doctor).',
    },
  ];
}
