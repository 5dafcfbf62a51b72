import type { Attempt } from './attempt';
import type { Region } from './check-result';
import type { AccountAndProduct } from './names';
import type { ReviewResult } from './review';
import type { Policy } from './schemas';
import type { FinalStatus, Guidance, Reason, VerificationStatus } from './status';

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

/** A status that still changes. */
export type OpenStatus = Exclude<VerificationStatus, FinalStatus>;
