import type { ManualReviewInput } from '../../src/contract/review';
import { ReviewDesk } from '../../src/workflows/review-desk';

/** When every desk opens. */
export const OPENED_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 60 * 60 * 1000;

const INPUT: ManualReviewInput = {
  verificationId: 'biz1',
  review: 1,
  reason: 'liveness-risk',
  attempts: [],
  policy: { dueMs: HOUR_MS, deadlineMs: 2 * HOUR_MS, fourEyes: 'always', whenUndecided: 'reject' },
  mayGrantNewAttempt: true,
  notesLeft: 2,
};

const REJECT = { decision: 'reject', reasonCode: 'spoofing' } as const;
const APPROVE = { decision: 'approve', reasonCode: 'false-alarm' } as const;

/** What happened to a desk before the message comes. */
const STORIES = {
  open: () => {},
  claimed: (desk: ReviewDesk) => desk.claim({ reviewer: 'ana' }, OPENED_MS),
  secondReview: (desk: ReviewDesk) => decided(desk, 'dan', REJECT),
  secondClaimed: (desk: ReviewDesk) => {
    decided(desk, 'dan', REJECT);
    desk.claim({ reviewer: 'ana' }, OPENED_MS);
  },
  escalated: (desk: ReviewDesk) => {
    decided(desk, 'dan', REJECT);
    decided(desk, 'cleo', APPROVE);
  },
  decided: (desk: ReviewDesk) => {
    decided(desk, 'dan', REJECT);
    decided(desk, 'cleo', REJECT);
  },
  undecided: (desk: ReviewDesk) => void desk.passDeadline(OPENED_MS + 2 * HOUR_MS),
  overdue: (desk: ReviewDesk) => desk.markOverdue(OPENED_MS + HOUR_MS),
  noted: (desk: ReviewDesk) => {
    desk.claim({ reviewer: 'ana' }, OPENED_MS);
    for (const note of ['one', 'two']) desk.addNote({ reviewer: 'ana', note }, OPENED_MS);
  },
  noNewAttempt: (desk: ReviewDesk) => desk.claim({ reviewer: 'ana' }, OPENED_MS),
} satisfies Record<string, (desk: ReviewDesk) => void>;

/** Where a desk stands. */
export type DeskStory = keyof typeof STORIES;
export const DESK_STORIES = Object.keys(STORIES) as DeskStory[];

/** A desk in this state. */
export function deskAfter(story: DeskStory): ReviewDesk {
  const desk = new ReviewDesk({ ...INPUT, mayGrantNewAttempt: story !== 'noNewAttempt' }, OPENED_MS);
  STORIES[story](desk);
  return desk;
}

function decided(desk: ReviewDesk, reviewer: string, decision: typeof REJECT | typeof APPROVE): void {
  desk.claim({ reviewer }, OPENED_MS);
  desk.decide({ reviewer, ...decision }, OPENED_MS);
}
