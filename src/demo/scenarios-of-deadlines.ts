import type { VerificationClientError } from '../client';
import { APPROVED, must, type Scenario } from './scenario';

const NEVER_DONE = { finishAfterMs: null, callback: { times: 0 } };

/** Who does not come, who withdraws, and who comes twice. */
export const SCENARIOS_OF_DEADLINES: readonly Scenario[] = [
  {
    name: 'user-abandons',
    title: 'The user abandons the flow → EXPIRED',
    expected: { status: 'EXPIRED', decidedBy: 'deadline', reason: 'not-completed' },
    play: async (stage) =>
      (await stage.begin(NEVER_DONE, { callbackTimeoutMs: 500, completionDeadlineMs: 2_000 })).verificationId,
  },
  {
    name: 'fallback-abandoned',
    title: 'Nobody submits the fallback → EXPIRED by policy',
    expected: { status: 'EXPIRED', decidedBy: 'deadline', reason: 'fallback-abandoned' },
    play: async (stage) => {
      const results = [{ passed: 'N', subCode: '206' }];
      const fallback = { deadlineMs: 1_000, whenAbandoned: 'expire' } as const;
      return (await stage.begin({ results }, { fallback })).verificationId;
    },
  },
  {
    name: 'review-undecided',
    title: "Nobody reviews → the deadline's default",
    expected: { status: 'REJECTED', decidedBy: 'deadline', reason: 'review-undecided' },
    play: async (stage) => {
      const results = [{ passed: 'N', subCode: '233' }];
      const review = { dueMs: 500, deadlineMs: 1_000, fourEyes: 'never', whenUndecided: 'reject' } as const;
      return (await stage.begin({ results }, { review })).verificationId;
    },
  },
  {
    name: 'cancelled',
    title: 'The backend cancels',
    expected: { status: 'CANCELLED', decidedBy: 'backend', reason: 'cancelled' },
    play: async (stage) => {
      const { verificationId } = await stage.begin(NEVER_DONE);
      await stage.untilOpen(verificationId, ({ state }) => state.waiting?.for === 'callback');
      await stage.parts.client.cancel(verificationId);
      return verificationId;
    },
  },
  {
    name: 'started-twice',
    title: 'The same start twice is one verification',
    expected: APPROVED,
    play: async (stage) => {
      const { verificationId, input } = await stage.begin();
      const { started } = await stage.parts.client.start(input);
      must(!started, 'The second start began another verification.');
      return verificationId;
    },
  },
  {
    name: 'id-taken',
    title: 'Another start under the same id is refused',
    expected: APPROVED,
    play: async (stage) => {
      const { verificationId, input } = await stage.begin();
      const code = await stage.parts.client.start({ ...input, transactionId: 'another' }).then(
        () => 'none',
        (error: unknown) => (error as VerificationClientError).code,
      );
      must(code === 'ID_TAKEN', `The other start was answered with ${code}.`);
      return verificationId;
    },
  },
];
