import type { Policy } from '../../src/contract/schemas';
import type { Fault, UserScriptInput } from '../../src/simulator';

/** One act of a reviewer: claims, then decides. */
export interface ReviewStep {
  reviewer: string;
  decision: 'approve' | 'reject' | 'newAttempt';
  reasonCode: string;
  /** Tries to decide the same review a second time, which must change nothing. */
  pushy?: boolean;
}

/** Results and faults that the vendor has for one run through its flow. */
export type AttemptScript = Pick<UserScriptInput, 'results' | 'faults'> & {
  /** The user never finishes. */
  unfinished?: boolean;
  /** What the callback claims, where it lies. */
  claims?: { passed: string; subCode: string };
};

/** How a verification has to end, in the words of its outcome: who decided, why, through which attempts and reviews. */
export interface Expected {
  status: 'APPROVED' | 'REJECTED' | 'EXPIRED' | 'CANCELLED';
  decidedBy: 'policy' | 'reviewer' | 'deadline' | 'backend';
  reason: string;
  /** Each attempt as `Passed/SubCode`, or why it has no result. */
  attempts: readonly string[];
  /** Each finished review as `decision by reviewer+reviewer`. */
  reviews: readonly string[];
}

/** What everybody does in a verification, and what must come of it. */
export interface Branch {
  name: string;
  /** How often it comes, beside the others. */
  weight: number;
  policy?: Partial<Policy>;
  /** The first attempt and those that the backend submits when a fallback asks for them. */
  attempts: readonly AttemptScript[];
  reviews?: readonly (readonly ReviewStep[])[];
  /** When the backend withdraws. */
  cancelIn?: 'AWAITING_RESULT' | 'FALLBACK' | 'MANUAL_REVIEW';
  /** An operator stops the waiting. */
  sentToReview?: boolean;
  expected: Expected;
}

const PASSED: AttemptScript = { results: [{ passed: 'Y', subCode: '200' }] };
const UNFINISHED: AttemptScript = { unfinished: true };
const failed = (subCode: string, procedurePriority?: string): AttemptScript => ({
  results: [{ passed: 'N', subCode, procedurePriority }],
});
const SOON_MS = 6_000;
const REVIEW = { dueMs: 1_800_000, deadlineMs: 3_600_000, fourEyes: 'never', whenUndecided: 'reject' } as const;
const INVALID_EVERY_TIME: Fault[] = Array.from({ length: 100 }, () => ({
  kind: 'code',
  httpStatus: 400,
  code: 'TransactionIdInvalid',
}));
const approve = (reviewer: string): ReviewStep => ({ reviewer, decision: 'approve', reasonCode: 'identity-confirmed' });
const reject = (reviewer: string): ReviewStep => ({ reviewer, decision: 'reject', reasonCode: 'spoofing' });
const newAttempt = (reviewer: string): ReviewStep => ({ reviewer, decision: 'newAttempt', reasonCode: 'poor-capture' });

/** One row: the branch, what everybody does, and after the arrow what must come of it. */
function branch(
  name: string,
  weight: number,
  acts: Omit<Branch, 'name' | 'weight' | 'expected'>,
  [status, decidedBy, reason]: [Expected['status'], Expected['decidedBy'], string],
  attempts: readonly string[],
  reviews: readonly string[] = [],
): Branch {
  return { name, weight, ...acts, expected: { status, decidedBy, reason, attempts, reviews } };
}

/**
 * The oracle: every branch of the product with the end that it must have, in words of its own. Nothing here asks the
 * product's code what it would decide.
 */
export const BRANCHES: readonly Branch[] = [
  branch('passed', 30, { attempts: [PASSED] }, ['APPROVED', 'policy', 'passed'], ['Y/200']),
  branch(
    'pending-then-passed',
    4,
    { attempts: [{ results: [{ passed: 'P' }, { passed: 'P' }, { passed: 'Y', subCode: '200' }] }] },
    ['APPROVED', 'policy', 'passed'],
    ['Y/200'],
  ),
  branch(
    'fallback-passed',
    8,
    { attempts: [failed('204', 'url'), PASSED] },
    ['APPROVED', 'policy', 'passed'],
    ['N/204', 'Y/200'],
  ),
  branch(
    'unsafe-device',
    4,
    { attempts: [failed('206'), PASSED] },
    ['APPROVED', 'policy', 'passed'],
    ['N/206', 'Y/200'],
  ),
  branch(
    'two-fallbacks',
    3,
    { attempts: [failed('206'), failed('204', 'url'), PASSED] },
    ['APPROVED', 'policy', 'passed'],
    ['N/206', 'N/204', 'Y/200'],
  ),
  branch(
    'attempts-exhausted',
    3,
    { attempts: [failed('204', 'url'), failed('204', 'url'), failed('204', 'url')], reviews: [[reject('ana')]] },
    ['REJECTED', 'reviewer', 'attempts-exhausted'],
    ['N/204', 'N/204', 'N/204'],
    ['reject by ana'],
  ),
  branch(
    'mismatch-approved',
    4,
    { attempts: [failed('204', 'keep')], reviews: [[approve('ana')]] },
    ['APPROVED', 'reviewer', 'face-mismatch'],
    ['N/204'],
    ['approve by ana'],
  ),
  branch(
    'liveness-rejected',
    4,
    { attempts: [failed('205')], reviews: [[{ ...reject('ben'), pushy: true }]] },
    ['REJECTED', 'reviewer', 'liveness-risk'],
    ['N/205'],
    ['reject by ben'],
  ),
  branch(
    'lying-callback',
    4,
    { attempts: [{ ...failed('205'), claims: { passed: 'Y', subCode: '200' } }], reviews: [[reject('ben')]] },
    ['REJECTED', 'reviewer', 'liveness-risk'],
    ['N/205'],
    ['reject by ben'],
  ),
  branch(
    'face-attack',
    3,
    {
      attempts: [{ results: [{ passed: 'Y', subCode: '200', faceAttack: 'Y' }] }],
      reviews: [[reject('ana')]],
    },
    ['REJECTED', 'reviewer', 'risk-score'],
    ['Y/200'],
    ['reject by ana'],
  ),
  branch(
    'four-eyes',
    4,
    {
      attempts: [failed('233')],
      policy: { review: { ...REVIEW, fourEyes: 'approvals' } },
      reviews: [[{ ...approve('ana'), pushy: true }, approve('ben')]],
    },
    ['APPROVED', 'reviewer', 'similar-face'],
    ['N/233'],
    ['approve by ana+ben'],
  ),
  branch(
    'disagreement',
    2,
    {
      attempts: [failed('233')],
      policy: { review: { ...REVIEW, fourEyes: 'always' } },
      reviews: [[approve('ana'), reject('ben'), reject('cem')]],
    },
    ['REJECTED', 'reviewer', 'similar-face'],
    ['N/233'],
    ['reject by ben+cem'],
  ),
  branch(
    'unmapped-sub-code',
    2,
    { attempts: [failed('299')], reviews: [[reject('ana')]] },
    ['REJECTED', 'reviewer', 'unmapped-sub-code'],
    ['N/299'],
    ['reject by ana'],
  ),
  branch(
    'inconsistent-result',
    2,
    { attempts: [{ results: [{ passed: 'Y', subCode: '205' }] }], reviews: [[reject('ana')]] },
    ['REJECTED', 'reviewer', 'inconsistent-result'],
    ['Y/205'],
    ['reject by ana'],
  ),
  branch(
    'invalid-request',
    2,
    { attempts: [{ ...PASSED, faults: INVALID_EVERY_TIME }], reviews: [[reject('ana')]] },
    ['REJECTED', 'reviewer', 'invalid-request'],
    ['InvalidRequest'],
    ['reject by ana'],
  ),
  branch(
    'new-attempt-granted',
    3,
    { attempts: [failed('205'), PASSED], reviews: [[newAttempt('ana')]] },
    ['APPROVED', 'policy', 'passed'],
    ['N/205', 'Y/200'],
    ['newAttempt by ana'],
  ),
  branch(
    'two-reviews',
    2,
    { attempts: [failed('205'), failed('205')], reviews: [[newAttempt('ana')], [reject('ben')]] },
    ['REJECTED', 'reviewer', 'liveness-risk'],
    ['N/205', 'N/205'],
    ['newAttempt by ana', 'reject by ben'],
  ),
  branch(
    'sent-to-review',
    3,
    { attempts: [UNFINISHED], sentToReview: true, reviews: [[approve('ana')]] },
    ['APPROVED', 'reviewer', 'sent-to-review'],
    ['sent-to-review'],
    ['approve by ana'],
  ),
  branch(
    'user-abandons',
    3,
    { attempts: [UNFINISHED], policy: { completionDeadlineMs: SOON_MS } },
    ['EXPIRED', 'deadline', 'not-completed'],
    ['ProcessNotCompleted'],
  ),
  branch(
    'fallback-abandoned',
    3,
    { attempts: [failed('206')], policy: { fallback: { deadlineMs: SOON_MS, whenAbandoned: 'expire' } } },
    ['EXPIRED', 'deadline', 'fallback-abandoned'],
    ['N/206', 'fallback-abandoned'],
  ),
  branch(
    'review-undecided',
    3,
    { attempts: [failed('233')], policy: { review: { ...REVIEW, dueMs: SOON_MS / 2, deadlineMs: SOON_MS } } },
    ['REJECTED', 'deadline', 'review-undecided'],
    ['N/233'],
    ['undecided by '],
  ),
  branch(
    'cancelled-while-waiting',
    3,
    { attempts: [UNFINISHED], cancelIn: 'AWAITING_RESULT' },
    ['CANCELLED', 'backend', 'cancelled'],
    ['open'],
  ),
  branch(
    'cancelled-in-fallback',
    2,
    { attempts: [failed('206')], cancelIn: 'FALLBACK' },
    ['CANCELLED', 'backend', 'cancelled'],
    ['N/206', 'open'],
  ),
  branch(
    'cancelled-in-review',
    2,
    { attempts: [failed('205')], cancelIn: 'MANUAL_REVIEW' },
    ['CANCELLED', 'backend', 'cancelled'],
    ['N/205'],
  ),
];

/** Deadlines that no fault of a run outlasts, where a branch names no shorter one. */
export const PATIENT_POLICY: Omit<Policy, 'rules'> = {
  name: 'chaos',
  version: 1,
  callbackTimeoutMs: 3_000,
  completionDeadlineMs: 3_600_000,
  resultDeadlineMs: 7_200_000,
  maxAttempts: 3,
  fallback: { deadlineMs: 3_600_000, whenAbandoned: 'manualReview' },
  review: REVIEW,
};
