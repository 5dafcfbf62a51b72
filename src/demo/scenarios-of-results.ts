import { APPROVED, type Scenario } from './scenario';

const APPROVE = { decision: 'approve', reasonCode: 'identity-confirmed' } as const;
const REJECT = { decision: 'reject', reasonCode: 'spoofing' } as const;
const NEW_ATTEMPT = { decision: 'newAttempt', reasonCode: 'poor-capture' } as const;
const MISMATCH_URL = { results: [{ passed: 'N', subCode: '204', procedurePriority: 'url' }] };

/** What the vendor's result leads to: approval, fallback, review. */
export const SCENARIOS_OF_RESULTS: readonly Scenario[] = [
  {
    name: 'passed',
    title: 'Passed',
    expected: APPROVED,
    play: async (stage) => (await stage.begin()).verificationId,
  },
  {
    name: 'face-attack',
    title: 'Passed, but faceAttack Y → review → approved',
    expected: { status: 'APPROVED', decidedBy: 'reviewer', reason: 'risk-score' },
    play: async (stage) => {
      const { verificationId } = await stage.begin({ results: [{ passed: 'Y', subCode: '200', faceAttack: 'Y' }] });
      await stage.decideReview(verificationId, 1, { decision: 'approve', reasonCode: 'false-alarm' });
      return verificationId;
    },
  },
  {
    name: 'fallback-passed',
    title: '204 url → fallback → passed',
    expected: APPROVED,
    play: async (stage) => {
      const { verificationId } = await stage.begin(MISMATCH_URL);
      await stage.submitFallback(verificationId, 2);
      return verificationId;
    },
  },
  {
    name: 'review-approved',
    title: '204 keep → review → approved',
    expected: { status: 'APPROVED', decidedBy: 'reviewer', reason: 'face-mismatch' },
    play: async (stage) => {
      const { verificationId } = await stage.begin({
        results: [{ passed: 'N', subCode: '204', procedurePriority: 'keep' }],
      });
      await stage.decideReview(verificationId, 1, APPROVE);
      return verificationId;
    },
  },
  {
    name: 'review-rejected',
    title: '205 → review → rejected',
    expected: { status: 'REJECTED', decidedBy: 'reviewer', reason: 'liveness-risk' },
    play: async (stage) => {
      const { verificationId } = await stage.begin({ results: [{ passed: 'N', subCode: '205' }] });
      await stage.decideReview(verificationId, 1, REJECT);
      return verificationId;
    },
  },
  {
    name: 'unsafe-device',
    title: '206 → fallback with guidance → passed',
    expected: APPROVED,
    play: async (stage) => {
      const { verificationId } = await stage.begin({ results: [{ passed: 'N', subCode: '206' }] });
      await stage.untilOpen(verificationId, ({ state }) => state.fallback?.guidance === 'restore-device');
      await stage.submitFallback(verificationId, 2);
      return verificationId;
    },
  },
  {
    name: 'four-eyes',
    title: '233 → review, four eyes → approved',
    expected: { status: 'APPROVED', decidedBy: 'reviewer', reason: 'similar-face' },
    play: async (stage) => {
      const review = { dueMs: 60_000, deadlineMs: 90_000, fourEyes: 'approvals', whenUndecided: 'reject' } as const;
      const { verificationId } = await stage.begin({ results: [{ passed: 'N', subCode: '233' }] }, { review });
      await stage.decideReview(verificationId, 1, APPROVE, 'ana@example.com');
      await stage.decideReview(verificationId, 1, APPROVE, 'ben@example.com');
      return verificationId;
    },
  },
  {
    name: 'attempts-exhausted',
    title: '204 url until the attempts are exhausted → review → rejected',
    expected: { status: 'REJECTED', decidedBy: 'reviewer', reason: 'attempts-exhausted' },
    play: async (stage) => {
      const { verificationId } = await stage.begin(MISMATCH_URL);
      await stage.submitFallback(verificationId, 2, MISMATCH_URL);
      await stage.submitFallback(verificationId, 3, MISMATCH_URL);
      await stage.decideReview(verificationId, 1, { decision: 'reject', reasonCode: 'different-person' });
      return verificationId;
    },
  },
  {
    name: 'unmapped-sub-code',
    title: 'An unknown SubCode → review → rejected',
    expected: { status: 'REJECTED', decidedBy: 'reviewer', reason: 'unmapped-sub-code' },
    play: async (stage) => {
      const { verificationId } = await stage.begin({ results: [{ passed: 'N', subCode: '299' }] });
      await stage.decideReview(verificationId, 1, REJECT);
      return verificationId;
    },
  },
  {
    name: 'pending-then-passed',
    title: 'Passed P, later Y',
    expected: APPROVED,
    play: async (stage) => {
      const results = [{ passed: 'P' }, { passed: 'P' }, { passed: 'Y', subCode: '200' }];
      return (await stage.begin({ results })).verificationId;
    },
  },
  {
    name: 'inconsistent-result',
    title: 'Y with 205 → review → rejected',
    expected: { status: 'REJECTED', decidedBy: 'reviewer', reason: 'inconsistent-result' },
    play: async (stage) => {
      const { verificationId } = await stage.begin({ results: [{ passed: 'Y', subCode: '205' }] });
      await stage.decideReview(verificationId, 1, REJECT);
      return verificationId;
    },
  },
  {
    name: 'new-attempt-granted',
    title: 'Review asks for a new attempt → passed',
    expected: APPROVED,
    play: async (stage) => {
      const { verificationId } = await stage.begin({ results: [{ passed: 'N', subCode: '205' }] });
      await stage.decideReview(verificationId, 1, NEW_ATTEMPT);
      await stage.submitFallback(verificationId, 2);
      return verificationId;
    },
  },
];
