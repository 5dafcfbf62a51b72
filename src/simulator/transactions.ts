import type { Clock } from './clock';
import type { Identifiers } from './identifiers';
import { userScriptSchema, type ScriptedResult, type UserScript, type UserScriptInput } from './user-script';

const RESULT_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** A user's run through the flow. */
export interface Transaction {
  transactionId: string;
  merchantBizId: string;
  callbackUrl?: string | undefined;
  callbackToken?: string | undefined;
  script: UserScript;
  /** When the user is done; undefined: not yet. */
  finishedAtMs?: number | undefined;
  /** CheckResult calls that chance decided about. */
  calls: number;
  /** Answers given so far. */
  answers: number;
  deleted: boolean;
  /** Ends the timers of the user's part. */
  timers: NodeJS.Timeout[];
}

/** All transactions, by id. */
export class Transactions {
  private readonly byId = new Map<string, Transaction>();
  private readonly clock: Clock;
  private readonly identifiers: Identifiers;
  private readonly userTakesMs: number;

  constructor(clock: Clock, identifiers: Identifiers, userTakesMs: number) {
    this.clock = clock;
    this.identifiers = identifiers;
    this.userTakesMs = userTakesMs;
  }

  open(merchantBizId: string, script: UserScriptInput): Transaction {
    const transaction: Transaction = {
      transactionId: this.identifiers.transactionId(merchantBizId),
      merchantBizId,
      script: userScriptSchema.parse({ finishAfterMs: this.userTakesMs, ...script }),
      calls: 0,
      answers: 0,
      deleted: false,
      timers: [],
    };
    this.byId.set(transaction.transactionId, transaction);
    return transaction;
  }

  /** A transaction whose result, if it has one, is not deleted yet: 30 days after the flow the vendor forgets it. */
  find(transactionId: string | undefined): Transaction | undefined {
    const transaction = transactionId === undefined ? undefined : this.byId.get(transactionId);
    const { finishedAtMs = Infinity, deleted = true } = transaction ?? {};
    return deleted || this.clock.now() - finishedAtMs > RESULT_KEPT_MS ? undefined : transaction;
  }

  all(): Iterable<Transaction> {
    return this.byId.values();
  }
}

/** The next answer of the script; the last one stays. */
export function nextResult(transaction: Transaction): ScriptedResult {
  const { results } = transaction.script;
  const result = results[Math.min(transaction.answers, results.length - 1)] ?? {};
  transaction.answers += 1;
  return result;
}
