import type { JournalEntry } from '../../src/simulator';
import type { FaultCount } from './faults';
import { groupBy } from './group-by';
import type { CallbackFate, PlannedAttempt, Script } from './script';
import { DUPLICATES } from './user-script';

/** The TransactionId of the attempt with a MerchantBizId, as the outcomes have it. */
export type TransactionOf = ReadonlyMap<string, string>;

type Callback = Extract<JournalEntry, { kind: 'callback' }>;

/** What the journal has of an attempt's callbacks, beside what was planned for it. */
interface Seen {
  attempt: PlannedAttempt;
  next: PlannedAttempt | undefined;
  callbacks: readonly Callback[];
  finishedMs: number;
  /** Those of the attempt before. */
  previous: Seen | undefined;
}

type Fault = Exclude<CallbackFate, 'sent'>;

/** By what each fault can be seen in the journal. A stale callback is one more of the attempt before. */
const SHOWS: Readonly<Record<Fault, (seen: Seen) => boolean>> = {
  lost: (seen) => trueOnes(seen).length === repeats(seen) && seen.finishedMs < Infinity,
  delayed: (seen) => firstSentMs(seen) - seen.finishedMs >= seen.attempt.delayMs - CLOCK_MS,
  duplicated: (seen) => trueOnes(seen).length === DUPLICATES + repeats(seen),
  early: (seen) => trueOnes(seen).length > 0 && firstSentMs(seen) <= seen.finishedMs,
  stale: ({ previous }) => previous !== undefined && trueOnes(previous).length === due(previous) + 1,
  forged: (seen) => seen.callbacks.filter(({ forged }) => forged).length === 2,
};

/** A timer may fire a little before its time. */
const CLOCK_MS = 5;

/** Counts the attempts whose callbacks were to go wrong in some way, and those where they did. */
export function callbackFaults(
  scripts: readonly Script[],
  transactionOf: TransactionOf,
  journal: readonly JournalEntry[],
): FaultCount[] {
  const byTransaction = groupBy(journal, ({ transactionId = '' }) => transactionId);
  const all = scripts.flatMap(({ attempts }) =>
    seenOf(attempts, (attempt) => byTransaction.get(transactionOf.get(attempt.merchantBizId) ?? 'none') ?? []),
  );
  const unanswered = journal.filter(
    (entry) => entry.kind === 'callback' && (entry.httpStatus === 'failed' || entry.httpStatus === 503),
  );
  return [
    ...(Object.keys(SHOWS) as Fault[]).map((fault) => {
      const planned = all.filter(({ attempt }) => attempt.callbacks === fault);
      return { kind: `callback-${fault}`, planned: planned.length, happened: planned.filter(SHOWS[fault]).length };
    }),
    // Those that met a receiver, or a server, that was down: nobody planned which.
    { kind: 'callback-unanswered', planned: 0, happened: unanswered.length },
  ];
}

function seenOf(
  attempts: readonly PlannedAttempt[],
  entriesOf: (attempt: PlannedAttempt) => readonly JournalEntry[],
): Seen[] {
  const all: Seen[] = [];
  for (const [index, attempt] of attempts.entries()) {
    const entries = entriesOf(attempt);
    const finished = entries.find(({ kind }) => kind === 'finished');
    all.push({
      attempt,
      next: attempts[index + 1],
      callbacks: entries.filter((entry) => entry.kind === 'callback'),
      finishedMs: finished ? Date.parse(finished.at) : Infinity,
      previous: all.at(-1),
    });
  }
  return all;
}

function trueOnes({ callbacks }: Seen): Callback[] {
  return callbacks.filter(({ forged }) => !forged);
}

function firstSentMs(seen: Seen): number {
  return Math.min(...trueOnes(seen).map(({ sentAt }) => Date.parse(sentAt)));
}

/** How many the vendor sends by itself. */
function due({ attempt }: Seen): number {
  if (attempt.callbacks === 'lost') return 0;
  return attempt.callbacks === 'duplicated' ? DUPLICATES : 1;
}

/** How many come once more, in the time of the next attempt. */
function repeats({ next }: Seen): number {
  return next?.callbacks === 'stale' ? 1 : 0;
}
