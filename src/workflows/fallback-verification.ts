import { condition, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { callbackReceived, getVerification, submitTransaction } from '../contract/messages';
import type { SubmitTransaction } from '../contract/schemas';
import type { AttemptDecision } from '../contract/status';
import type { AttemptEnd } from '../contract/attempt';
import type { FallbackState, FallbackVerificationInput, Waiting } from '../contract/verification';
import { callbackFacts, endInReview, newAttempt, resolveAttempt } from './attempt';
import { CallbackInbox } from './callback-inbox';
import { abandonedMeans, waitingDetails } from './current-details';
import { noteIgnored } from './ignored-callback';
import { News } from './news';
import { takeReviewRequests, type ReviewRequest } from './review-request';
import { Submission } from './submission';

/**
 * One more attempt. A transaction is used up by its result, so it first waits for a new one, then does what the first
 * attempt did, and gives its decision to the parent.
 */
export async function fallbackVerification(input: FallbackVerificationInput): Promise<AttemptEnd> {
  const fallback = new Fallback(input);
  const { record, inbox, reviewRequest, news } = fallback;
  const submission = await fallback.waitForSubmission();
  if (reviewRequest.sentBy) return endInReview({ record, inbox, reviewRequest });
  if (!submission) return fallback.abandoned();
  return resolveAttempt({
    record,
    transaction: submission,
    settings: input,
    inbox,
    reviewRequest,
    news,
    onWaiting: (waiting) => fallback.waitFor(waiting),
  });
}

class Fallback {
  readonly news = new News();
  readonly inbox = new CallbackInbox(this.news, noteIgnored);
  readonly reviewRequest: ReviewRequest;
  readonly state: FallbackState;
  private readonly input: FallbackVerificationInput;
  private readonly submission: Submission;

  constructor(input: FallbackVerificationInput) {
    const { verificationId, attempt, reason, guidance, policy } = input;
    this.input = input;
    this.submission = new Submission(input.used);
    const deadline = new Date(Date.now() + policy.fallback.deadlineMs).toISOString();
    this.state = {
      kind: 'fallback',
      verificationId,
      request: { attempt, reason, guidance, deadline },
      attempt: newAttempt(verificationId, attempt),
    };
    setHandler(getVerification, () => this.state, { description: 'Where this attempt stands' });
    this.reviewRequest = takeReviewRequests(this.news, () => true);
    setHandler(callbackReceived, (signal) => this.inbox.receive(signal), {
      description: 'The vendor called back: fetch the result now. {"transactionId": "…"}',
    });
    setHandler(submitTransaction, (transaction) => this.submit(transaction), {
      description: 'The new transaction of this attempt. {"merchantBizId": "…", "transactionId": "…"}',
      validator: (transaction) => this.submission.check(transaction),
    });
  }

  get record() {
    return this.state.attempt;
  }

  /** The new transaction, or undefined when nobody came in time or an operator sent the attempt to review. */
  async waitForSubmission(): Promise<SubmitTransaction | undefined> {
    const { startedAt } = this.record;
    this.waitFor({ for: 'submission', since: startedAt, until: this.state.request.deadline });
    await condition(
      () => this.submission.transaction !== undefined || this.reviewRequest.sentBy !== undefined,
      this.input.policy.fallback.deadlineMs,
      {
        summary: `New transaction for attempt ${this.record.attempt}; without one: ${abandonedMeans(this.input.policy)}`,
      },
    );
    return this.submission.transaction;
  }

  waitFor(waiting: Waiting): void {
    this.state.waiting = waiting;
    const { attempt, reason } = this.state.request;
    setCurrentDetails(waitingDetails(`Attempt ${attempt}: ${reason}`, waiting, this.input.policy));
  }

  abandoned(): AttemptEnd {
    const route = this.input.policy.fallback.whenAbandoned;
    const decision: AttemptDecision = { route, reason: 'fallback-abandoned' };
    return { attempt: { ...this.record, ...callbackFacts(this.inbox), decision }, decision };
  }

  private submit(transaction: SubmitTransaction): void {
    if (!this.submission.submit(transaction)) return;
    Object.assign(this.state.attempt, this.submission.transaction);
    this.inbox.expect(transaction.transactionId);
  }
}
