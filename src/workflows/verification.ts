import { ApplicationFailure, CancellationScope, isCancellation, setHandler } from '@temporalio/workflow';
import { verificationInputProblems } from '../contract/input-checks';
import { callbackReceived, getVerification } from '../contract/messages';
import type { Policy, VerificationInput } from '../contract/schemas';
import type { AttemptEnd } from '../contract/attempt';
import type { Outcome } from '../contract/verification';
import { resolvePolicy } from '../policy/built-in-policies';
import { newAttempt, resolveAttempt } from './attempt';
import { CallbackInbox } from './callback-inbox';
import { runFallback, runReview, type Parent } from './children';
import { noteIgnored } from './ignored-callback';
import { News } from './news';
import { takeReviewRequests } from './review-request';
import { VerificationProgress } from './verification-progress';

/**
 * Verifies one person: waits for the vendor's callback, fetches the authoritative result, decides by policy, and goes
 * through fallbacks and reviews until there is an outcome.
 *
 * @param argument a {@link VerificationInput}
 * @throws ApplicationFailure `InvalidInput` when it is not one; no other input ends a verification without an outcome
 */
export async function verification(argument: unknown): Promise<Outcome> {
  const { input, policy } = acceptInput(argument);
  const progress = new VerificationProgress(input, policy);
  try {
    return await pursue({ input, policy, progress }, await runFirstAttempt(input, policy, progress));
  } catch (error) {
    if (isCancellation(error) && CancellationScope.current().consideredCancelled) {
      await CancellationScope.nonCancellable(async () => progress.finishCancelled());
    }
    throw error;
  }
}

function acceptInput(argument: unknown): { input: VerificationInput; policy: Policy } {
  const problems = verificationInputProblems(argument);
  if (problems.length > 0) {
    throw ApplicationFailure.nonRetryable(
      `The input is not a verification: wrong or missing ${problems.join(', ')}. Start it again with an input of the documented form.`,
      'InvalidInput',
    );
  }
  const input = argument as VerificationInput;
  const policy = resolvePolicy(input.policy);
  if (!policy) {
    throw ApplicationFailure.nonRetryable(
      'The input names a policy that is not built in. Name a built-in one or send the whole policy.',
      'InvalidInput',
    );
  }
  return { input, policy };
}

function runFirstAttempt(
  input: VerificationInput,
  policy: Policy,
  progress: VerificationProgress,
): Promise<AttemptEnd> {
  const { merchantBizId, transactionId } = input;
  const news = new News();
  const inbox = new CallbackInbox(news, noteIgnored);
  inbox.expect(transactionId);
  setHandler(getVerification, () => progress.state, { description: 'Where the verification stands, and why' });
  const reviewRequest = takeReviewRequests(news, () => progress.state.status === 'AWAITING_RESULT');
  setHandler(callbackReceived, (signal) => inbox.receive(signal), {
    description: 'The vendor called back: fetch the result now. {"transactionId": "…"}',
  });
  const record = newAttempt(merchantBizId, 1, { merchantBizId, transactionId });
  progress.addAttempt(record);
  return resolveAttempt({
    record,
    transaction: { merchantBizId, transactionId },
    settings: { ...input, policy },
    inbox,
    reviewRequest,
    news,
    onWaiting: (waiting) => progress.waitFor(waiting),
  });
}

/** Follows decision after decision until one is final. */
async function pursue(parent: Parent, first: AttemptEnd): Promise<Outcome> {
  const { progress } = parent;
  for (let end = first; ;) {
    progress.endAttempt(end.attempt);
    const { decision } = end;
    switch (decision.route) {
      case 'approve':
        return progress.finish({ status: 'APPROVED', decidedBy: 'policy' }, decision.reason);
      case 'reject':
        return progress.finish({ status: 'REJECTED', decidedBy: 'policy' }, decision.reason);
      case 'expire':
        return progress.finish({ status: 'EXPIRED', decidedBy: 'deadline' }, decision.reason);
      case 'fallback':
        end = await runFallback(parent, decision.reason, decision.guidance);
        break;
      case 'manualReview': {
        const next = await afterReview(parent, end);
        if ('status' in next) return next;
        end = next;
      }
    }
  }
}

/** A reviewer's decision is the outcome, unless it grants a new attempt, whose end is then what to go on from. */
async function afterReview(parent: Parent, { decision, sentBy }: AttemptEnd): Promise<Outcome | AttemptEnd> {
  const { progress, policy } = parent;
  const review = await runReview(parent, decision.reason, sentBy);
  switch (review.decision) {
    case 'approve':
      return progress.finish({ status: 'APPROVED', decidedBy: 'reviewer' }, decision.reason);
    case 'reject':
      return progress.finish({ status: 'REJECTED', decidedBy: 'reviewer' }, decision.reason);
    case 'newAttempt':
      return runFallback(parent, 'new-attempt-granted');
    case 'undecided':
      return progress.finish(
        { status: policy.review.whenUndecided === 'expire' ? 'EXPIRED' : 'REJECTED', decidedBy: 'deadline' },
        'review-undecided',
      );
  }
}
