import type { CheckResultFailure, CheckResultSummary } from './check-result';
import type { AttemptDecision } from './status';

/** Callbacks that reached an attempt, by what came of them. */
export interface CallbackCounts {
  /** named the attempt's own transaction: woke it up */
  accepted: number;
  /** named it again */
  repeated: number;
  /** named another transaction, or were no callback at all */
  ignored: number;
}

/** One run through the vendor's flow. Times are ISO 8601 in UTC. */
export interface Attempt {
  attempt: number;
  workflowId: string;
  /** Absent while a fallback waits for its transaction. */
  merchantBizId?: string | undefined;
  transactionId?: string | undefined;
  startedAt: string;
  callbackAt?: string | undefined;
  callbacks: CallbackCounts;
  result?: (CheckResultSummary & { at: string }) | undefined;
  /** How the last call failed, where there is no result. */
  failure?: CheckResultFailure | 'TimedOut' | undefined;
  /** True when the callback's `passed` or `subCode` differed from CheckResult's. */
  callbackDisagreed?: boolean | undefined;
  decision?: AttemptDecision | undefined;
}

/** What an attempt comes to; the result of the `fallbackVerification` workflow. */
export interface AttemptEnd {
  attempt: Attempt;
  decision: AttemptDecision;
  /** Who sent the attempt to review, when an operator did. */
  sentBy?: { operator: string; reason: string } | undefined;
}
