import { condition, isCancellation, setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import { addReviewNote, claimReview, decideReview, getReview, releaseReview } from '../contract/messages';
import type { ManualReviewInput, ReviewResult } from '../contract/review';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes';
import { ReviewDesk } from './review-desk';
import { EXAMPLES, inOneLine, REASON_CODES_IN_WORDS, reviewDetails } from './review-details';

/**
 * A person's decision: one reviewer claims the review and decides, a second one agrees where the policy wants four
 * eyes, and where nobody decides in time the policy's default holds, which is never an approval.
 */
export async function manualReview(input: ManualReviewInput): Promise<ReviewResult> {
  const desk = new ReviewDesk(input, Date.now());
  takeReviewers(desk);
  publishDetails(desk);
  try {
    await waitForDecision(desk, input);
  } catch (error) {
    // A decision that was accepted stands, even when the cancellation comes with it.
    if (desk.state.result) return desk.state.result;
    if (isCancellation(error)) {
      desk.cancel(Date.now());
      publish(desk);
    }
    throw error;
  }
  return desk.state.result ?? passDeadline(desk);
}

function takeReviewers(desk: ReviewDesk): void {
  setHandler(getReview, () => desk.state, {
    description: 'The facts of the review, where it stands, and its audit trail',
  });
  setHandler(claimReview, (request) => act(desk, () => desk.claim(request, Date.now())), {
    description: `Take the review: only its assignee may decide. ${inOneLine(EXAMPLES.reviewer)}`,
    validator: (request) => desk.checkClaim(request, Date.now()),
  });
  setHandler(releaseReview, (request) => act(desk, () => desk.release(request, Date.now())), {
    description: `Give the review back. ${inOneLine(EXAMPLES.reviewer)}`,
    validator: (request) => desk.checkRelease(request, Date.now()),
  });
  setHandler(addReviewNote, (note) => act(desk, () => desk.addNote(note, Date.now())), {
    description: `Add a note to the audit trail. ${inOneLine(EXAMPLES.note)}`,
    validator: (note) => desk.checkNote(note, Date.now()),
  });
  setHandler(decideReview, (decision) => act(desk, () => desk.decide(decision, Date.now())), {
    description: `Decide, as the assignee. ${inOneLine(EXAMPLES.decision)} Reason codes: ${REASON_CODES_IN_WORDS}`,
    validator: (decision) => desk.checkDecision(decision, Date.now()),
  });
}

async function waitForDecision(desk: ReviewDesk, { policy }: ManualReviewInput): Promise<void> {
  const isDecided = () => desk.state.result !== undefined;
  const { dueMs, deadlineMs } = policy;
  if (await condition(isDecided, dueMs, { summary: 'Review due; after that it is overdue and its priority high' }))
    return;
  if (dueMs < deadlineMs) {
    desk.markOverdue(Date.now());
    publishDetails(desk);
    const summary = `Final deadline of the review; then: ${policy.whenUndecided}`;
    await condition(isDecided, deadlineMs - dueMs, { summary });
  }
}

function passDeadline(desk: ReviewDesk): ReviewResult {
  const result = desk.passDeadline(Date.now());
  publish(desk);
  return result;
}

function act(desk: ReviewDesk, action: () => void): void {
  const before = desk.state.status;
  action();
  if (desk.state.status === before) publishDetails(desk);
  else publish(desk);
}

function publish(desk: ReviewDesk): void {
  upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.ReviewStatus, value: desk.state.status }]);
  publishDetails(desk);
}

function publishDetails({ state, input }: ReviewDesk): void {
  setCurrentDetails(reviewDetails(state, input.policy));
}
