import type { ManualReviewInput } from '../../src/contract/review';
import type { DecideReview, ReviewPolicy } from '../../src/contract/schemas';
import { ReviewDesk } from '../../src/workflows/review-desk';

const HOUR = 3_600_000;
const ANA = { reviewer: 'ana@example.com' };
const BEN = { reviewer: 'ben@example.com' };
const CAT = { reviewer: 'cat@example.com' };
const APPROVE = { decision: 'approve', reasonCode: 'false-alarm' } as const;
const REJECT = { decision: 'reject', reasonCode: 'spoofing' } as const;
const NEW_ATTEMPT = { decision: 'newAttempt', reasonCode: 'poor-capture' } as const;

function desk(policy: Partial<ReviewPolicy> = {}, input: Partial<ManualReviewInput> = {}): ReviewDesk {
  return new ReviewDesk(
    {
      verificationId: 'biz1',
      review: 1,
      reason: 'liveness-risk',
      attempts: [],
      policy: { dueMs: HOUR, deadlineMs: 2 * HOUR, fourEyes: 'never', whenUndecided: 'reject', ...policy },
      mayGrantNewAttempt: true,
      notesLeft: 2,
      ...input,
    },
    0,
  );
}

function decideAs(review: ReviewDesk, who: typeof ANA, what: object): void {
  review.claim(who, 1);
  review.decide({ ...who, ...what } as DecideReview, 2);
}

const refused = (type: string) => expect.objectContaining({ type });

test.each<[ReviewPolicy['fourEyes'], object, string]>([
  ['never', APPROVE, 'DECIDED'],
  ['never', REJECT, 'DECIDED'],
  ['approvals', APPROVE, 'SECOND_REVIEW'],
  ['approvals', REJECT, 'DECIDED'],
  ['always', REJECT, 'SECOND_REVIEW'],
  ['always', NEW_ATTEMPT, 'DECIDED'],
])('four eyes %s: after %j it is %s', (fourEyes, decision, status) => {
  const review = desk({ fourEyes });
  decideAs(review, ANA, decision);
  expect(review.state.status).toBe(status);
});

test('the second reviewer has to be another one, and their agreement is final', () => {
  const review = desk({ fourEyes: 'always' });
  decideAs(review, ANA, APPROVE);
  expect(() => review.claim(ANA, 3)).toThrow(refused('SameReviewer'));
  decideAs(review, BEN, APPROVE);
  expect(review.state.result).toMatchObject({ decision: 'approve', decidedBy: [ANA.reviewer, BEN.reviewer] });
});

test('a disagreement escalates, and a third reviewer decides', () => {
  const review = desk({ fourEyes: 'always' });
  decideAs(review, ANA, APPROVE);
  decideAs(review, BEN, REJECT);
  expect(review.state).toMatchObject({ status: 'ESCALATED', priority: 'high' });
  expect(() => review.claim(BEN, 3)).toThrow(refused('SameReviewer'));
  decideAs(review, CAT, REJECT);
  expect(review.state.result).toMatchObject({ decision: 'reject', decidedBy: [BEN.reviewer, CAT.reviewer] });
});

test('only the assignee decides', () => {
  const review = desk();
  expect(() => review.decide({ ...ANA, ...APPROVE }, 1)).toThrow(refused('NotClaimed'));
  review.claim(ANA, 1);
  expect(() => review.claim(BEN, 1)).toThrow(refused('ClaimedByAnother'));
  expect(() => review.decide({ ...BEN, ...APPROVE }, 1)).toThrow(refused('ClaimedByAnother'));
  review.release(ANA, 2);
  review.claim(BEN, 3);
  review.decide({ ...BEN, ...APPROVE }, 4);
  expect(review.state.result?.decidedBy).toEqual([BEN.reviewer]);
});

test('claiming again what one holds is no second claim', () => {
  const review = desk();
  review.claim(ANA, 1);
  review.claim(ANA, 2);
  expect(review.state.auditTrail.filter(({ action }) => action === 'claimed')).toHaveLength(1);
});

test('after the decision, and after the deadline, nothing more is taken', () => {
  const review = desk();
  decideAs(review, ANA, APPROVE);
  expect(() => review.decide({ ...ANA, ...REJECT }, 3)).toThrow(refused('AlreadyDecided'));
  expect(() => review.addNote({ ...ANA, note: 'late' }, 3)).toThrow(refused('AlreadyDecided'));
  const late = desk();
  late.claim(ANA, 1);
  expect(() => late.decide({ ...ANA, ...APPROVE }, 2 * HOUR)).toThrow(refused('DeadlinePassed'));
});

test('a refusal leaves no trace', () => {
  const review = desk();
  expect(() => review.addNote({ ...ANA, note: 'x'.repeat(100_000) }, 1)).toThrow(refused('InvalidArgument'));
  expect(() => review.decide({ ...ANA, ...APPROVE, reasonCode: 'spoofing' } as never, 1)).toThrow(
    refused('InvalidArgument'),
  );
  expect(() => review.claim({ reviewer: '' }, 1)).toThrow(refused('InvalidArgument'));
  expect(review.state.auditTrail).toHaveLength(1);
});

test('notes are limited, and so are new attempts', () => {
  const review = desk({}, { mayGrantNewAttempt: false });
  review.addNote({ ...ANA, note: 'one' }, 1);
  review.addNote({ ...ANA, note: 'two' }, 1);
  expect(() => review.addNote({ ...ANA, note: 'three' }, 1)).toThrow(refused('TooManyNotes'));
  review.claim(ANA, 1);
  expect(() => review.decide({ ...ANA, ...NEW_ATTEMPT }, 1)).toThrow(refused('NewAttemptNotAllowed'));
});

test('the trail marks what nobody vouched for', () => {
  const review = desk();
  review.claim({ ...ANA, attested: true }, 1);
  review.addNote({ ...ANA, note: 'seen' }, 1);
  expect(review.state.auditTrail.map((entry) => ('attested' in entry ? entry.attested : undefined))).toEqual([
    undefined,
    true,
    false,
  ]);
});

test('where the policy wants it, only a decision that somebody vouched for is taken', () => {
  const review = desk({ requireAttested: true });
  review.claim(ANA, 1);
  for (const attested of [undefined, false]) {
    expect(() => review.decide({ ...ANA, ...APPROVE, attested }, 2)).toThrow(refused('NotAttested'));
  }
  expect(review.state.status).toBe('CLAIMED');
  review.decide({ ...ANA, ...APPROVE, attested: true }, 3);
  expect(review.state.result).toMatchObject({ decision: 'approve' });
  const unasked = desk({ requireAttested: false });
  decideAs(unasked, ANA, APPROVE);
  expect(unasked.state.status).toBe('DECIDED');
});
