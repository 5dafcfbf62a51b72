import type { CheckResultFailure, CheckResultSummary, Region } from './check-result';
import type { AccountAndProduct } from './names';
import type { ReviewResult } from './review';
import type { Policy } from './schemas';
import type { AttemptDecision, FinalStatus, Guidance, Reason, VerificationStatus } from './status';

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

interface OutcomeFacts {
  verificationId: string;
  reason: Reason;
  attempts: Attempt[];
  reviews: ReviewResult[];
  policy: { name: string; version: number };
  startedAt: string;
  decidedAt: string;
}

/** How a verification ended: the result of the `verification` workflow. */
export type Outcome = OutcomeFacts &
  (
    | { status: 'APPROVED'; decidedBy: 'policy' | 'reviewer' }
    | { status: 'REJECTED'; decidedBy: 'policy' | 'reviewer' | 'deadline' }
    | { status: 'EXPIRED'; decidedBy: 'deadline' }
    | { status: 'CANCELLED'; decidedBy: 'backend' }
  );

/** What a verification or a fallback waits for, since when, until when, and what follows then. */
export interface Waiting {
  for: 'callback' | 'result' | 'submission' | 'fallback' | 'review';
  since: string;
  until: string;
  /** The workflow to look at, when it is another one. */
  workflowId?: string | undefined;
}

/** What the backend has to bring for a fallback: a new Initialize. */
export interface FallbackRequest {
  attempt: number;
  reason: Reason;
  guidance?: Guidance | undefined;
  /** Submit the new transaction before this time. */
  deadline: string;
}

/** What `getVerification` answers on a verification. */
export interface VerificationState {
  kind: 'verification';
  verificationId: string;
  status: VerificationStatus;
  reason?: Reason | undefined;
  region: Region;
  policy: Policy;
  startedAt: string;
  attempts: Attempt[];
  reviews: ReviewResult[];
  waiting?: Waiting | undefined;
  fallback?: FallbackRequest | undefined;
  outcome?: Outcome | undefined;
}

/** What `getVerification` answers on a fallback. */
export interface FallbackState {
  kind: 'fallback';
  verificationId: string;
  request: FallbackRequest;
  attempt: Attempt;
  waiting?: Waiting | undefined;
}

/** Input of the `fallbackVerification` workflow. */
export interface FallbackVerificationInput extends AccountAndProduct {
  verificationId: string;
  region: Region;
  policy: Policy;
  attempt: number;
  reason: Reason;
  guidance?: Guidance | undefined;
  /** MerchantBizIds and TransactionIds of earlier attempts: none may come again. */
  used: string[];
}

/** What an attempt comes to; the result of the `fallbackVerification` workflow. */
export interface AttemptEnd {
  attempt: Attempt;
  decision: AttemptDecision;
  /** Who sent the attempt to review, when an operator did. */
  sentBy?: { operator: string; reason: string } | undefined;
}

/** A status that still changes. */
export type OpenStatus = Exclude<VerificationStatus, FinalStatus>;
