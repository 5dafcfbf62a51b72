import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import { type CheckResultActivities, type CheckResultInput, type CheckResultSummary } from '../contract/check-result';
import { checkResultTaskQueue } from '../contract/names';
import { callFailureOf, type CallFailure } from '../policy/after-failure';
import type { News } from './news';

/** The server ends retries as soon as the next one would fall behind this, so it lies a little after the last pull. */
const AFTER_LAST_PULL_MS = 60_000;

/** How a CheckResult call ended, as the workflow sees it. */
export type CallEnd =
  { kind: 'result'; result: CheckResultSummary } | { kind: 'failed'; failure: CallFailure } | { kind: 'interrupted' };

/**
 * Asks CheckResult until it answers, its retries end, or news makes `isInterrupted` true. Throws only when the workflow is
 * cancelled.
 */
export async function callCheckResult(
  input: CheckResultInput,
  summary: string,
  { news, isInterrupted }: { news: News; isInterrupted: () => boolean },
): Promise<CallEnd> {
  const scope = new CancellationScope();
  news.listen(() => {
    if (isInterrupted()) scope.cancel();
  });
  try {
    return await scope.run(() => startCall(input, summary));
  } catch (error) {
    if (isInterrupted() && !CancellationScope.current().consideredCancelled) return { kind: 'interrupted' };
    throw error;
  } finally {
    news.listen(undefined);
  }
}

async function startCall(input: CheckResultInput, summary: string): Promise<CallEnd> {
  const { checkResult } = proxyActivities<CheckResultActivities>({
    taskQueue: checkResultTaskQueue(workflowInfo().taskQueue, input),
    startToCloseTimeout: '15s',
    scheduleToCloseTimeout: Math.max(input.resultDeadlineMs - Date.now(), 0) + AFTER_LAST_PULL_MS,
    // Only for attempts that time out: all others bring their own nextRetryDelay.
    retry: { initialInterval: '1s', maximumInterval: '5m' },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    summary,
  });
  try {
    return { kind: 'result', result: await checkResult(input) };
  } catch (error) {
    const failure = callFailure(error);
    if (failure === undefined) throw error;
    return { kind: 'failed', failure };
  }
}

/** Why the calls ended, or undefined where the workflow was cancelled. */
function callFailure(error: unknown): CallFailure | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  const { cause } = error;
  if (cause instanceof ApplicationFailure) {
    return callFailureOf(cause.type);
  }
  return cause?.name === 'TimeoutFailure' ? 'TimedOut' : undefined;
}
