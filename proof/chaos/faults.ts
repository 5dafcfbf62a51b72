import type { JournalEntry } from '../../src/simulator';
import type { Disturbance } from './disturbances';
import { VENDOR_FAULTS, VENDOR_FAULT_SHARE } from './disturbances';
import { groupBy } from './group-by';
import type { Script } from './script';

/** How often a kind of fault was planned, and how often it happened. */
export interface FaultCount {
  kind: string;
  planned: number;
  happened: number;
}

/** Of so many vendor calls chance may leave a few out. */
const LEEWAY = 0.75;

/** Counts what was broken: by the scripts and the plan what was meant to, by the simulator's journal what was. */
export function countFaults(
  scripts: readonly Script[],
  plan: readonly Disturbance[],
  done: readonly Disturbance[],
  journal: readonly JournalEntry[],
): FaultCount[] {
  return [...vendorFaults(journal), ...callbackFaults(scripts, journal), ...disturbances(plan, done)];
}

function vendorFaults(journal: readonly JournalEntry[]): FaultCount[] {
  const calls = journal.filter((entry) => entry.kind === 'call' && entry.action === 'CheckResult');
  const byFault = groupBy(calls, (entry) => ('fault' in entry && entry.fault) || 'none');
  const each = Math.floor((calls.length * VENDOR_FAULT_SHARE * LEEWAY) / VENDOR_FAULTS.length / 2);
  return VENDOR_FAULTS.map(({ kind }) => ({
    kind: `vendor-${kind === 'code' ? 'error-500' : kind}`,
    planned: Math.max(1, each),
    happened: byFault.get(kind)?.length ?? 0,
  }));
}

function callbackFaults(scripts: readonly Script[], journal: readonly JournalEntry[]): FaultCount[] {
  const attempts = scripts.flatMap((script) => script.attempts);
  const planned = (fate: string) => attempts.filter(({ callbacks }) => callbacks === fate).length;
  const callbacks = journal.filter((entry) => entry.kind === 'callback');
  const forged = callbacks.filter((entry) => entry.forged).length;
  const failed = callbacks.filter(({ httpStatus }) => httpStatus === 'failed' || httpStatus === 503).length;
  const counts = ['lost', 'delayed', 'duplicated', 'early', 'stale'].map((fate) => ({
    kind: `callback-${fate}`,
    planned: planned(fate),
    happened: planned(fate),
  }));
  return [
    ...counts,
    { kind: 'callback-forged', planned: 2 * planned('forged'), happened: forged },
    // Those that met a receiver, or a server, that was down.
    { kind: 'callback-unanswered', planned: 0, happened: failed },
  ];
}

function disturbances(plan: readonly Disturbance[], done: readonly Disturbance[]): FaultCount[] {
  return [...groupBy(plan, ({ kind }) => kind)].map(([kind, planned]) => ({
    kind,
    planned: planned.length,
    happened: done.filter((one) => one.kind === kind).length,
  }));
}
