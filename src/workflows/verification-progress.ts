import { log, setCurrentDetails, upsertMemo, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes';
import type { Policy, VerificationInput } from '../contract/schemas';
import type { ReviewResult } from '../contract/review';
import type { Reason } from '../contract/status';
import type { Attempt } from '../contract/attempt';
import type { FallbackRequest, OpenStatus, Outcome, VerificationState, Waiting } from '../contract/verification';
import { clockTime, factDetails, storyFacts, waitingDetails } from './current-details';
import { countOutcome } from './metrics';

/** How a verification ended, and by whom. */
export type Ending = Outcome extends infer O ? (O extends Outcome ? Pick<O, 'status' | 'decidedBy'> : never) : never;

/** The state of a verification, and the one place where its status changes. */
export class VerificationProgress {
  readonly state: VerificationState;
  private reviewsOpened = 0;

  constructor(input: VerificationInput, policy: Policy) {
    this.state = {
      kind: 'verification',
      verificationId: input.merchantBizId,
      status: 'AWAITING_RESULT',
      region: input.region,
      policy,
      startedAt: new Date().toISOString(),
      attempts: [],
      reviews: [],
    };
    // Free at start; a client in another language may have left it out.
    if (workflowInfo().typedSearchAttributes.get(SEARCH_ATTRIBUTES.VerificationStatus) !== 'AWAITING_RESULT') {
      this.publish();
    }
  }

  /** The attempt that ran last. */
  get attempt(): number {
    return this.state.attempts.length;
  }

  addAttempt(attempt: Attempt): void {
    this.state.attempts.push(attempt);
  }

  endAttempt(attempt: Attempt): void {
    this.state.attempts[attempt.attempt - 1] = attempt;
  }

  /** The number of a review that is opened now. One that was ended from outside keeps its own. */
  nextReview(): number {
    this.reviewsOpened += 1;
    return this.reviewsOpened;
  }

  addReview(review: ReviewResult): void {
    this.state.reviews.push(review);
  }

  /** Enters a status that is not final. */
  enter(status: OpenStatus, reason: Reason, waiting: Waiting): void {
    this.state.status = status;
    this.state.reason = reason;
    this.state.fallback = undefined;
    this.publish();
    this.waitFor(waiting);
  }

  /** Tells the backend what a fallback needs. */
  announce(request: FallbackRequest): void {
    this.state.fallback = request;
  }

  waitFor(waiting: Waiting): void {
    this.state.waiting = waiting;
    const { status, reason, policy, attempts, reviews } = this.state;
    const heading = reason ? `${status}: ${reason}` : status;
    setCurrentDetails(waitingDetails(heading, waiting, policy, storyFacts(attempts, reviews)));
  }

  /** Enters the final status. The outcome is what the workflow returns. */
  finish(ending: Ending, reason: Reason): Outcome {
    const { verificationId, attempts, reviews, policy, startedAt } = this.state;
    const outcome: Outcome = {
      verificationId,
      ...ending,
      reason,
      attempts,
      reviews,
      policy: { name: policy.name, version: policy.version },
      startedAt,
      decidedAt: new Date().toISOString(),
    };
    Object.assign(this.state, { status: ending.status, reason, outcome, waiting: undefined, fallback: undefined });
    this.publish();
    setCurrentDetails(
      factDetails(`${ending.status}: ${reason}`, {
        'Decided by': ending.decidedBy,
        At: clockTime(outcome.decidedAt),
        ...storyFacts(attempts, reviews),
      }),
    );
    countOutcome(outcome);
    return outcome;
  }

  /** The final status of a withdrawn verification. A cancelled workflow has no result, so the memo carries the outcome. */
  finishCancelled(): void {
    upsertMemo({ outcome: this.finish({ status: 'CANCELLED', decidedBy: 'backend' }, 'cancelled') });
    log.info('Cancelled by the backend.');
  }

  private publish(): void {
    const { status, reason, attempts } = this.state;
    const subCode = attempts.findLast((attempt) => attempt.result)?.result?.subCode;
    upsertSearchAttributes([
      { key: SEARCH_ATTRIBUTES.VerificationStatus, value: status },
      ...(reason ? [{ key: SEARCH_ATTRIBUTES.VerificationReason, value: reason }] : []),
      ...(subCode ? [{ key: SEARCH_ATTRIBUTES.VerificationSubCode, value: subCode }] : []),
    ]);
  }
}
