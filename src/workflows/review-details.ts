import type { ReviewPolicy } from '../contract/schemas';
import type { ReviewState, ReviewStatus } from '../contract/review';
import { REVIEW_REASON_CODES } from '../contract/review-reason-codes';
import { clockTime, factDetails, storyFacts, undecidedStatus } from './current-details';

const YOU = 'you@example.com';

/** Updates to paste into the Web UI's dialog and to edit there. None of them is an approval. */
export const EXAMPLES = {
  reviewer: { reviewer: YOU },
  note: { reviewer: YOU, note: 'what you saw' },
  decision: { reviewer: YOU, decision: 'reject', reasonCode: 'insufficient-evidence', note: 'why' },
} as const;

/** Every decision with its reason codes. */
export const REASON_CODES_IN_WORDS = Object.entries(REVIEW_REASON_CODES)
  .map(([decision, codes]) => `${decision}: ${codes.join(', ')}`)
  .join('; ');

/** An example as a handler's description shows it. */
export function inOneLine(example: object): string {
  return JSON.stringify(example, undefined, 1).replace(/\n */g, ' ');
}

/** What a review is about, what it waits for, and how to act on it from the Web UI. */
export function reviewDetails(state: ReviewState, policy: ReviewPolicy): string {
  const { review, status, reason, priority, assignee, dueAt, deadlineAt, result, attempts } = state;
  const facts = factDetails(`Review ${review}: ${status}`, {
    Why: reason,
    'Waits for': waitsFor(state),
    Priority: isOver(status) ? undefined : priority,
    Due: isOver(status) ? undefined : clockTime(dueAt),
    Until: isOver(status) ? undefined : clockTime(deadlineAt),
    Then: isOver(status) ? undefined : `without a decision: ${undecidedStatus(policy)}`,
    Decision: result && (result.reasonCode ? `${result.decision} (${result.reasonCode})` : result.decision),
    'Decided by': result?.decidedBy.join(' and ') || undefined,
    ...storyFacts(attempts),
  });
  return isOver(status) ? facts : `${facts}\n\n${howToAct(assignee)}`;
}

function isOver(status: ReviewStatus): boolean {
  return status === 'DECIDED' || status === 'UNDECIDED' || status === 'CANCELLED';
}

function waitsFor({ status, assignee }: ReviewState): string | undefined {
  if (isOver(status)) return undefined;
  if (assignee !== undefined) return `the decision of ${assignee}`;
  return status === 'OPEN' ? 'a reviewer to claim it' : 'another reviewer to claim it';
}

function howToAct(assignee: string | undefined): string {
  const [update, example] =
    assignee === undefined
      ? ['claimReview', EXAMPLES.reviewer]
      : ['decideReview', { ...EXAMPLES.decision, reviewer: assignee }];
  return [
    `**By hand:** More Actions, Send an Update, ${update}, with:`,
    '',
    '```',
    JSON.stringify(example, undefined, 2),
    '```',
    ...(assignee === undefined ? [] : ['', `**Reason codes:** ${REASON_CODES_IN_WORDS}`]),
  ].join('\n');
}
