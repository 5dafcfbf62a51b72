import type { Fault, JournalEntry } from '../../src/simulator';
import { callbackFaults, type TransactionOf } from './callback-faults';
import { CREDENTIALS_REFUSED, VENDOR_FAULTS, VENDOR_FAULT_SHARE, type Disturbance } from './disturbances';
import { groupBy } from './group-by';
import type { Script } from './script';

/** How often a kind of fault was planned, and how often it happened. */
export interface FaultCount {
  kind: string;
  planned: number;
  happened: number;
}

/** What was meant to be broken, and where it can be seen whether it was. */
export interface FaultEvidence {
  scripts: readonly Script[];
  transactionOf: TransactionOf;
  plan: readonly Disturbance[];
  done: readonly Disturbance[];
  journal: readonly JournalEntry[];
}

type Call = Extract<JournalEntry, { kind: 'call' }>;

/** A count that chance makes is seldom so many standard deviations below its mean (once in 30 000 times). */
const STANDARD_DEVIATIONS = 4;

/** Counts what was broken: by the scripts and the plan what was meant to be, by the simulator's journal what was. */
export function countFaults({ scripts, transactionOf, plan, done, journal }: FaultEvidence): FaultCount[] {
  return [...vendorFaults(journal), ...callbackFaults(scripts, transactionOf, journal), ...disturbances(plan, done)];
}

function vendorFaults(journal: readonly JournalEntry[]): FaultCount[] {
  const calls = journal.filter(isLeftToChance);
  const mean = (calls.length * VENDOR_FAULT_SHARE) / VENDOR_FAULTS.length;
  return VENDOR_FAULTS.map((fault) => ({
    kind: fault.kind === 'code' ? `vendor-${fault.code}` : `vendor-${fault.kind}`,
    planned: Math.max(1, Math.floor(mean - STANDARD_DEVIATIONS * Math.sqrt(mean))),
    happened: calls.filter((call) => isFault(call, fault)).length,
  }));
}

/** Whether nothing was due but what chance decides: no script, and no refusal of the credentials. */
function isLeftToChance(entry: JournalEntry): entry is Call {
  if (entry.kind !== 'call' || entry.action !== 'CheckResult' || entry.code === CREDENTIALS_REFUSED) return false;
  return entry.fault === undefined || VENDOR_FAULTS.some((fault) => isFault(entry, fault));
}

function isFault(call: Call, fault: Fault): boolean {
  return call.fault === fault.kind && (fault.kind !== 'code' || call.code === fault.code);
}

function disturbances(plan: readonly Disturbance[], done: readonly Disturbance[]): FaultCount[] {
  return [...groupBy(plan, ({ kind }) => kind)].map(([kind, planned]) => ({
    kind,
    planned: planned.length,
    happened: done.filter((one) => one.kind === kind).length,
  }));
}
