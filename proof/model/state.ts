/** What the vendor may say of an attempt, by what it should lead to. */
export const RESULTS = {
  passed: { passed: 'Y', subCode: '200' },
  retry: { passed: 'N', subCode: '204', procedurePriority: 'url' },
  mismatch: { passed: 'N', subCode: '204', procedurePriority: 'keep' },
  liveness: { passed: 'N', subCode: '205' },
} as const;
export type Result = keyof typeof RESULTS;

export const REVIEWERS = ['ana', 'ben', 'cem'] as const;
export type Reviewer = (typeof REVIEWERS)[number];
export type ReviewDecision = 'approve' | 'reject' | 'newAttempt';

/** Where a verification may stand, in the model's own words. */
export type State =
  | { at: 'attempt'; attempt: number; reviews: number; called: boolean; finished?: Result | undefined }
  /** `reviews`: those that are over. */
  | { at: 'fallback'; attempt: number; reviews: number }
  | {
      at: 'review';
      review: number;
      /** Attempts so far. */
      attempts: number;
      reason: string;
      assignee?: Reviewer | undefined;
      decisions: readonly { reviewer: Reviewer; decision: ReviewDecision }[];
    }
  | { at: 'final'; status: string; decidedBy: string; reason: string };

/** What can be seen of a state from outside. */
export function seen(state: State): string {
  switch (state.at) {
    case 'attempt':
      return `attempt ${state.attempt}`;
    case 'fallback':
      return `fallback ${state.attempt}`;
    case 'review':
      return `review ${state.review} ${reviewStatus(state)} ${state.assignee ?? '-'}`;
    case 'final':
      return `${state.status} by ${state.decidedBy}: ${state.reason}`;
  }
}

function reviewStatus({ decisions, assignee }: Extract<State, { at: 'review' }>): string {
  if (decisions.length === 0) return assignee ? 'CLAIMED' : 'OPEN';
  return decisions.length === 1 ? 'SECOND_REVIEW' : 'ESCALATED';
}
