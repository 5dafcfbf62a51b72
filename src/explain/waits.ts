import type { temporal } from '@temporalio/proto';
import type { Wait } from './explanation';
import type { OpenCall, Story } from './story';
import { epochMs } from './timestamps';

/** What the server says is pending in a workflow, beside its history. */
export type PendingWork = Pick<
  temporal.api.workflowservice.v1.IDescribeWorkflowExecutionResponse,
  'pendingActivities' | 'pendingWorkflowTask'
>;
type PendingCall = temporal.api.workflow.v1.IPendingActivityInfo;

/** Work that no worker has taken up for so long is late. */
const LATE_AFTER_MS = 10_000;

/** What an open workflow waits for: its vendor call, its timers, and a worker that is missing. */
export function waitsOf(story: Story, pending: PendingWork, nowMs: number): Wait[] {
  if (story.isClosed) return [];
  const { workflowId, calls, timers } = story;
  const pendingCalls = pending.pendingActivities ?? [];
  return [
    ...lateTask(workflowId, pending, nowMs),
    ...[...calls.values()].map((call) => ({
      workflowId,
      waitsFor: call.summary,
      since: call.since,
      until: call.until,
      ...pendingFacts(
        pendingCalls.find(({ activityId }) => activityId === call.activityId),
        nowMs,
      ),
    })),
    ...[...timers.values()].map(({ summary, since, until }) => ({ workflowId, waitsFor: summary, since, until })),
  ];
}

type CallFacts = Omit<Wait, keyof OpenCall | 'workflowId' | 'waitsFor'>;

function pendingFacts(call: PendingCall | undefined, nowMs: number): CallFacts {
  if (!call) return {};
  const nextMs = epochMs(call.nextAttemptScheduleTime) || undefined;
  const dueMs = nextMs ?? (epochMs(call.scheduledTime) || nowMs);
  // PENDING_ACTIVITY_STATE_SCHEDULED: waiting for its time, or for a worker.
  const isLate = call.state === 1 && nowMs - dueMs > LATE_AFTER_MS;
  return {
    tries: call.attempt ?? 1,
    lastFailure: call.lastFailure?.message ?? undefined,
    nextTryAt: nextMs === undefined ? undefined : new Date(nextMs).toISOString(),
    worker: call.lastWorkerIdentity || undefined,
    advice: call.paused
      ? 'Somebody paused this call: unpause it in the Web UI.'
      : isLate
        ? 'No worker takes this call up: see whether check-result workers run (idv doctor).'
        : undefined,
  };
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
