import type { Random } from '../random';
import { BRANCHES, type Branch } from './branches';

/** What happens to the callbacks of one attempt. */
export type CallbackFate = 'sent' | 'lost' | 'delayed' | 'duplicated' | 'early' | 'forged' | 'stale';

/** The fates that count as faults, with how many of a hundred attempts meet each. */
const FATES: Readonly<Record<Exclude<CallbackFate, 'sent'>, number>> = {
  lost: 8,
  delayed: 8,
  duplicated: 10,
  early: 6,
  forged: 10,
  stale: 8,
};

/** Everything that is to happen in one verification. */
export interface Script {
  verificationId: string;
  branch: Branch;
  attempts: readonly PlannedAttempt[];
  /** The backend sends the start twice at once. */
  startsTwice: boolean;
  /** When the backend withdraws, or the operator acts, after it became possible. */
  actAfterMs: number;
}

/** One attempt's user and callbacks. */
export interface PlannedAttempt {
  merchantBizId: string;
  finishAfterMs: number;
  callbacks: CallbackFate;
  delayMs: number;
  /** The backend submits twice at once. */
  submitsTwice: boolean;
}

/** As many scripts as wanted. The same seed gives the same ones. */
export function writeScripts(random: Random, count: number, only?: string): Script[] {
  const branches = BRANCHES.filter(({ name }) => !only || name === only);
  if (branches.length === 0)
    throw new Error(`There is no branch ${only}: ${BRANCHES.map(({ name }) => name).join(', ')}.`);
  const deck = branches.flatMap((branch) => Array.from({ length: branch.weight }, () => branch));
  // Every branch comes before one comes by chance.
  return Array.from({ length: count }, (_, index) =>
    writeScript(random.fork(`script/${index}`), branches[index] ?? random.fork(`branch/${index}`).pick(deck)),
  );
}

/** A script without anything unusual in it. */
export function plainScript(random: Random): Script {
  const script = writeScript(random, BRANCHES[0] as Branch);
  return { ...script, attempts: script.attempts.map((attempt) => ({ ...attempt, callbacks: 'sent' as const })) };
}

function writeScript(random: Random, branch: Branch): Script {
  const attempts = branch.attempts.map((_, index) => planAttempt(random.fork(`attempt/${index}`), branch, index));
  return {
    verificationId: attempts[0]?.merchantBizId ?? '',
    branch,
    attempts,
    startsTwice: random.chance(0.15),
    actAfterMs: random.int(0, 1_500),
  };
}

function planAttempt(random: Random, branch: Branch, index: number): PlannedAttempt {
  return {
    merchantBizId: `chaos${random.hex(20)}`,
    finishAfterMs: random.int(0, 2_000),
    callbacks: fateOf(random, branch, index),
    delayMs: random.int(1_000, 4_000),
    submitsTwice: random.chance(0.2),
  };
}

function fateOf(random: Random, { attempts }: Branch, index: number): CallbackFate {
  const attempt = attempts[index];
  // Who never finishes is never called back, and a lie has to arrive.
  if (attempt?.unfinished || attempt?.claims) return 'sent';
  let dice = random.int(0, 99);
  for (const [fate, share] of Object.entries(FATES) as [Exclude<CallbackFate, 'sent'>, number][]) {
    // Only a later attempt can be called back in the name of an earlier one.
    if (dice < share && (fate !== 'stale' || index > 0)) return fate;
    dice -= share;
  }
  return 'sent';
}
