import { condition, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { submissionProblems } from '../contract/input-checks';
import { callbackReceived, getVerification, submitTransaction } from '../contract/messages';
import type { SubmitTransaction } from '../contract/schemas';
import type { AttemptDecision } from '../contract/status';
import type { AttemptEnd } from '../contract/attempt';
import type { FallbackState, FallbackVerificationInput, Waiting } from '../contract/verification';
import { callbackFacts, endInReview, newAttempt, resolveAttempt } from './attempt';
import { CallbackInbox } from './callback-inbox';
import { abandonedMeans, waitingDetails } from './current-details';
import { News } from './news';
import { refusal, refuseProblems } from './refusal';
import { takeReviewRequests, type ReviewRequest } from './review-request';

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
  readonly inbox = new CallbackInbox(this.news);
  readonly reviewRequest: ReviewRequest;
  readonly state: FallbackState;
  private readonly input: FallbackVerificationInput;
  private submission: SubmitTransaction | undefined;

  constructor(input: FallbackVerificationInput) {
    const { verificationId, attempt, reason, guidance, policy } = input;
    this.input = input;
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
      validator: (transaction) => this.checkSubmission(transaction),
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
      () => this.submission !== undefined || this.reviewRequest.sentBy !== undefined,
      this.input.policy.fallback.deadlineMs,
      {
        summary: `New transaction for attempt ${this.record.attempt}; without one: ${abandonedMeans(this.input.policy)}`,
      },
    );
    return this.submission;
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

  private checkSubmission(argument: unknown): void {
    refuseProblems('submitTransaction', submissionProblems(argument));
    const { merchantBizId, transactionId } = argument as SubmitTransaction;
    // The same one again is a retry of a call whose answer was lost.
    const isRepeat =
      this.submission?.transactionId === transactionId && this.submission.merchantBizId === merchantBizId;
    if (this.submission && !isRepeat) {
      throw refusal('AlreadySubmitted', 'submitTransaction: this attempt already has its transaction.');
    }
    if (this.input.used.includes(merchantBizId) || this.input.used.includes(transactionId)) {
      throw refusal(
        'TransactionUsed',
        'submitTransaction: an earlier attempt used this MerchantBizId or TransactionId. Call Initialize with a new MerchantBizId.',
      );
    }
  }

  private submit({ merchantBizId, transactionId }: SubmitTransaction): void {
    if (this.submission) return;
    this.submission = { merchantBizId, transactionId };
    Object.assign(this.state.attempt, this.submission);
    this.inbox.expect(transactionId);
  }
}
