import { log } from '@temporalio/workflow';
import type { CheckResultSummary, Region } from '../contract/check-result';
import { METRICS } from '../contract/metrics';
import { attemptWorkflowId, type AccountAndProduct } from '../contract/names';
import type { Policy, SubmitTransaction } from '../contract/schemas';
import type { AttemptDecision } from '../contract/status';
import type { Attempt, AttemptEnd } from '../contract/attempt';
import type { Waiting } from '../contract/verification';
import { AFTER_FAILURE } from '../policy/after-failure';
import { decide } from '../policy/decide';
import type { CallbackInbox } from './callback-inbox';
import { callCheckResult, type CallEnd } from './check-result-call';
import { count } from './metrics';
import type { News } from './news';
import type { ReviewRequest } from './review-request';
import { decoded } from './undecodable';

/** One run through the vendor's flow, with all that its result depends on. */
export interface RunningAttempt {
  record: Attempt;
  transaction: SubmitTransaction;
  settings: AccountAndProduct & { region: Region; policy: Policy };
  inbox: CallbackInbox;
  reviewRequest: ReviewRequest;
  /** Told when a callback or a review request comes. */
  news: News;
  /** Told at every change what the attempt waits for. */
  onWaiting(waiting: Waiting): void;
}

/** The record of an attempt that begins now. */
export function newAttempt(verificationId: string, attempt: number, transaction?: SubmitTransaction): Attempt {
  return {
    attempt,
    workflowId: attemptWorkflowId(verificationId, attempt),
    merchantBizId: transaction?.merchantBizId,
    transactionId: transaction?.transactionId,
    startedAt: new Date().toISOString(),
    callbacks: { accepted: 0, repeated: 0, ignored: 0 },
  };
}

/** Waits for the callback, fetches the authoritative result with or without it, and decides. */
export async function resolveAttempt(run: RunningAttempt): Promise<AttemptEnd> {
  const sinceMs = Date.now();
  await waitForCallback(run, sinceMs);
  for (;;) {
    if (run.reviewRequest.sentBy) return endInReview(run);
    const end = await fetchResult(run, sinceMs);
    if (end.kind !== 'interrupted') return endAttempt(run, end);
  }
}

/** The end of an attempt that an operator sent to review. */
export function endInReview({ record, inbox, reviewRequest }: RunningAttemptFacts): AttemptEnd {
  const decision: AttemptDecision = { route: 'manualReview', reason: 'sent-to-review' };
  return { attempt: { ...record, ...callbackFacts(inbox), decision }, decision, sentBy: reviewRequest.sentBy };
}

/** What is known of an attempt even before it has a transaction. */
export type RunningAttemptFacts = Pick<RunningAttempt, 'record' | 'inbox' | 'reviewRequest'>;

/** What the callbacks of an attempt came to. */
export function callbackFacts(inbox: CallbackInbox): Pick<Attempt, 'callbacks' | 'callbackAt'> {
  return { callbacks: { ...inbox.counts }, callbackAt: inbox.claim?.at };
}

// Not async, as the promise of a function that waits would be one more for the SDK to keep a stack trace of.
function waitForCallback(run: RunningAttempt, sinceMs: number): Promise<void> {
  const { callbackTimeoutMs } = run.settings.policy;
  run.onWaiting({ for: 'callback', since: iso(sinceMs), until: iso(sinceMs + callbackTimeoutMs) });
  const woken = () => run.inbox.claim !== undefined || run.reviewRequest.sentBy !== undefined;
  const summary = `Callback of attempt ${run.record.attempt}; without one the result is pulled`;
  return run.news.until(woken, callbackTimeoutMs, summary);
}

function fetchResult(run: RunningAttempt, sinceMs: number): Promise<CallEnd> {
  const { news, inbox, reviewRequest } = run;
  const { policy, region, account, productCode } = run.settings;
  const callbackReceived = run.inbox.claim !== undefined;
  const completionDeadlineMs = sinceMs + policy.completionDeadlineMs;
  const resultDeadlineMs = sinceMs + policy.resultDeadlineMs;
  run.onWaiting({ for: 'result', since: new Date().toISOString(), until: iso(resultDeadlineMs) });
  return callCheckResult(
    {
      region,
      account,
      productCode,
      ...run.transaction,
      callbackReceived,
      waitingSinceMs: sinceMs,
      completionDeadlineMs,
      resultDeadlineMs,
    },
    `Result of the user's attempt ${run.record.attempt}, ${callbackReceived ? 'after its callback' : 'pulled: no callback yet'}`,
    {
      news,
      isInterrupted: () => reviewRequest.sentBy !== undefined || (!callbackReceived && inbox.claim !== undefined),
    },
  );
}

function endAttempt(run: RunningAttempt, end: Exclude<CallEnd, { kind: 'interrupted' }>): AttemptEnd {
  const attempt: Attempt = { ...run.record, ...callbackFacts(run.inbox) };
  if (end.kind === 'failed') {
    const decision = AFTER_FAILURE[end.failure];
    return { attempt: { ...attempt, failure: end.failure, decision }, decision };
  }
  const result = decoded(end.result, 'The result of CheckResult');
  const decision = decide(result, run.settings.policy, attempt.attempt);
  if (decision.reason === 'unmapped-sub-code') {
    count(METRICS.unmappedSubCodes);
  }
  return {
    attempt: {
      ...attempt,
      result: { ...result, at: new Date().toISOString() },
      callbackDisagreed: disagrees(run.inbox, result) || undefined,
      decision,
    },
    decision,
  };
}

/** Whether the callback claimed something else than CheckResult says: somebody meddled, or the vendor erred. */
function disagrees({ claim }: CallbackInbox, result: CheckResultSummary): boolean {
  const passedDiffers = (claim?.passed === 'Y' || claim?.passed === 'N') && claim.passed !== result.passed;
  const subCodeDiffers = claim?.subCode !== undefined && claim.subCode !== result.subCode;
  if (!passedDiffers && !subCodeDiffers) return false;
  count(METRICS.callbackDisagreements);
  log.warn('The callback claimed another result than CheckResult gave. CheckResult holds.');
  return true;
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
