import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Simulator } from '../../src/simulator';
import type { Random } from '../random';
import type { ChaosServer } from './chaos-server';
import { WORKER_KEY_ID, type Fleet } from './fleet';

/** What is broken on purpose, beside the vendor's calls and the callbacks. */
export interface Disturbance {
  kind: string;
  /** It begins when so many verifications have begun. */
  afterBegun: number;
  lastsMs: number;
  /** Which worker, where it is one. */
  worker: number;
}

/** What the vendor does to 30 % of the calls. */
export const VENDOR_FAULTS: readonly Fault[] = [
  { kind: 'refused' },
  { kind: 'reset' },
  { kind: 'stall' },
  { kind: 'throttled', retryAfterMs: 100 },
  { kind: 'code', httpStatus: 500, code: 'InternalError' },
  { kind: 'html-502' },
  { kind: 'empty-504' },
  { kind: 'malformed' },
];
export const VENDOR_FAULT_SHARE = 0.3;
/** What the vendor says to a key whose rights are revoked. */
export const CREDENTIALS_REFUSED = 'Forbidden.RAMUserAccessDenied';

/** How many verifications there are for one disturbance of a kind, and how many there are at least. */
const RATES: Readonly<Record<string, { each: number; atLeast: number }>> = {
  'worker-killed': { each: 100, atLeast: 2 },
  'worker-frozen': { each: 200, atLeast: 1 },
  'receiver-killed': { each: 200, atLeast: 1 },
  'credentials-revoked': { each: 300, atLeast: 1 },
};
const SERVER_RATE = { each: 300, atLeast: 1 };

/** The fault plan: the same seed gives the same one. */
export function planDisturbances(random: Random, verifications: number, serverParts: readonly string[]): Disturbance[] {
  const servers = serverParts.map((part) => [`${part}-killed`, SERVER_RATE] as const);
  const kinds = [...Object.entries(RATES), ...servers].flatMap(([kind, { each, atLeast }]) =>
    Array.from({ length: Math.max(atLeast, Math.round(verifications / each)) }, () => kind),
  );
  // The new version comes in the middle of everything else.
  const order = random.shuffled(kinds);
  order.splice(Math.floor(order.length / 2), 0, 'version-deployed');
  return order.map((kind, index) => ({
    kind,
    afterBegun: Math.floor(((index + 0.5) * verifications) / order.length),
    lastsMs: random.int(500, 3_000),
    worker: random.int(0, 1),
  }));
}

/** What disturbances are done to. */
export interface Disturbed {
  fleet: Fleet;
  server: ChaosServer;
  simulator: Simulator;
}

/** Does it, and resolves when what was broken is there again. */
export async function disturb({ kind, lastsMs, worker }: Disturbance, { fleet, server, simulator }: Disturbed) {
  switch (kind) {
    case 'worker-killed':
      return fleet.replaceWorker(worker);
    case 'worker-frozen':
      return fleet.freezeWorker(worker, lastsMs);
    case 'receiver-killed':
      return fleet.replaceReceiver(lastsMs);
    case 'version-deployed':
      return fleet.deploy();
    case 'credentials-revoked':
      simulator.control.refuseKey(WORKER_KEY_ID, CREDENTIALS_REFUSED);
      await sleep(lastsMs);
      return simulator.control.refuseKey(WORKER_KEY_ID, undefined);
    default: {
      const part = server.parts.find(({ name }) => `${name}-killed` === kind);
      if (!part) throw new Error(`Nothing here can do ${kind}.`);
      await part.crash();
      await sleep(lastsMs);
      return part.recover();
    }
  }
}
