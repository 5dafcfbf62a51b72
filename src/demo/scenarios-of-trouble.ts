import type { Fault } from '../simulator';
import { APPROVED, type Scenario } from './scenario';

const THROTTLED: Fault = { kind: 'throttled', retryAfterMs: 50 };

/** What goes wrong between the vendor and us, and is survived. */
export const SCENARIOS_OF_TROUBLE: readonly Scenario[] = [
  {
    name: 'callback-lost',
    title: 'Callback lost → the result is pulled',
    expected: APPROVED,
    play: async (stage) => (await stage.begin({ callback: { times: 0 } }, { callbackTimeoutMs: 1_000 })).verificationId,
  },
  {
    name: 'callback-first',
    title: "Callback before the workflow's first task",
    expected: APPROVED,
    play: async (stage) => {
      const { late, simulator } = stage.parts;
      const { merchantBizId, transactionId, go } = await stage.initialize({ finishAfterMs: 0 });
      await late.client.start({ merchantBizId, transactionId, region: 'ap-southeast-1' });
      go();
      await simulator.control.untilJournal((entries) =>
        entries.some((entry) => entry.kind === 'callback' && entry.transactionId === transactionId),
      );
      await late.startWorkers();
      return merchantBizId;
    },
  },
  {
    name: 'callback-repeated',
    title: 'Callback repeated five times',
    expected: APPROVED,
    play: async (stage) => (await stage.begin({ callback: { times: 5 } })).verificationId,
  },
  {
    name: 'callback-forged',
    title: 'Callback forged (bad token; another transaction), then the true one',
    expected: APPROVED,
    play: async (stage) =>
      (await stage.begin({ callback: { forgedFirst: ['bad-token', 'other-transaction'] } })).verificationId,
  },
  {
    name: 'throttled',
    title: 'Throttled ten times in a row',
    expected: APPROVED,
    play: async (stage) => (await stage.begin({ faults: Array.from({ length: 10 }, () => THROTTLED) })).verificationId,
  },
  {
    name: 'vendor-down',
    title: 'Vendor down (refused, reset, 500, HTML 502, empty 504, stalled body) and back',
    expected: APPROVED,
    play: async (stage) => {
      const faults: Fault[] = [
        { kind: 'refused' },
        { kind: 'reset' },
        { kind: 'code', httpStatus: 500, code: 'InternalError' },
        { kind: 'html-502' },
        { kind: 'empty-504' },
        { kind: 'stall' },
      ];
      return (await stage.begin({ faults })).verificationId;
    },
  },
  {
    name: 'credentials-refused',
    title: 'Credentials refused, then mended',
    expected: APPROVED,
    play: async (stage) => {
      const refused: Fault = { kind: 'code', httpStatus: 403, code: 'Forbidden.RAMUserAccessDenied' };
      return (await stage.begin({ faults: [refused, refused] })).verificationId;
    },
  },
  {
    name: 'invalid-request',
    title: 'TransactionIdInvalid → review → rejected',
    expected: { status: 'REJECTED', decidedBy: 'reviewer', reason: 'invalid-request' },
    play: async (stage) => {
      const { verificationId } = await stage.begin({
        faults: [{ kind: 'code', httpStatus: 400, code: 'TransactionIdInvalid' }],
      });
      await stage.decideReview(verificationId, 1, { decision: 'reject', reasonCode: 'insufficient-evidence' });
      return verificationId;
    },
  },
];
