import { sendCallbacks } from './callbacks';
import { Clock } from './clock';
import { Identifiers } from './identifiers';
import { Journal } from './journal';
import { RateLimit } from './rate-limit';
import { SignatureCheck, type AccessKey } from './signature-check';
import { Transactions, type Transaction } from './transactions';
import { disturbanceSchema, userScriptSchema, type Disturbance, type Fault, type UserScriptInput } from './user-script';

/** What the vendor knows, and the user's part in it. */
export class SimulatorState {
  readonly clock = new Clock();
  readonly identifiers: Identifiers;
  readonly journal: Journal;
  readonly transactions: Transactions;
  readonly signatures: SignatureCheck;
  readonly rateLimit: RateLimit;
  private disturbance: Disturbance = { share: 0, faults: [] };
  /** Faults of the next calls, whichever transaction they ask for. */
  private readonly faults: { action: string; fault: Fault }[] = [];

  constructor(options: {
    seed: string;
    journalSize: number;
    userTakesMs: number;
    callsPerSecond: number;
    limits: Readonly<Record<string, number>>;
    accessKeys: readonly AccessKey[];
  }) {
    this.identifiers = new Identifiers(options.seed);
    this.journal = new Journal(options.journalSize);
    this.transactions = new Transactions(this.clock, this.identifiers, options.userTakesMs);
    this.signatures = new SignatureCheck(options.accessKeys);
    this.rateLimit = new RateLimit(options.callsPerSecond, options.limits);
  }

  /** Begins the user's part: the end of the flow after its time, and the callbacks. */
  begin(transaction: Transaction): void {
    const { finishAfterMs, callback } = transaction.script;
    if (callback.early) void sendCallbacks(transaction, this.journal);
    if (finishAfterMs !== null) this.later(transaction, finishAfterMs, () => this.finish(transaction));
  }

  /** Gives a transaction another script; its part begins anew unless the user is done already. */
  script(transactionId: string, script: UserScriptInput): void {
    const transaction = this.existing(transactionId);
    transaction.script = userScriptSchema.parse(script);
    this.stopTimers(transaction);
    if (transaction.finishedAtMs === undefined) this.begin(transaction);
  }

  /** The user is done: there is a result, and the callbacks go out. */
  finish(transaction: Transaction): void {
    this.stopTimers(transaction);
    transaction.finishedAtMs = this.clock.now();
    this.journal.add({ kind: 'finished', transactionId: transaction.transactionId });
    const { early, afterMs } = transaction.script.callback;
    if (!early) this.later(transaction, afterMs, () => void sendCallbacks(transaction, this.journal));
  }

  addFaults(fault: Fault, next: number, action = 'CheckResult'): void {
    for (let count = 0; count < next; count += 1) this.faults.push({ action, fault });
  }

  /** From now on a share of the CheckResult calls goes wrong; which ones follows from the seed. */
  disturb(disturbance: Disturbance): void {
    this.disturbance = disturbanceSchema.parse(disturbance);
  }

  /** The fault of a call, if one is due: first those of its transaction, then those of all, then by chance. */
  takeFault(action: string, transactionId: string | undefined): Fault | undefined {
    const transaction = action === 'CheckResult' ? this.transactions.find(transactionId) : undefined;
    const own = transaction?.script.faults.shift();
    if (own) return own;
    if (this.faults[0]?.action === action) return this.faults.shift()?.fault;
    return transaction && this.faultByChance(transaction);
  }

  private faultByChance(transaction: Transaction): Fault | undefined {
    const { share, faults } = this.disturbance;
    const { transactionId } = transaction;
    transaction.calls += 1;
    if (this.identifiers.chance(transactionId, transaction.calls, 'fault') >= share) return undefined;
    const which = this.identifiers.chance(transactionId, transaction.calls, 'kind');
    return faults[Math.floor(which * faults.length)];
  }

  existing(transactionId: string): Transaction {
    const transaction = this.transactions.find(transactionId);
    if (!transaction) throw new Error(`The simulator has no transaction ${transactionId}.`);
    return transaction;
  }

  /** Ends every timer. */
  stop(): void {
    for (const transaction of this.transactions.all()) this.stopTimers(transaction);
  }

  private later(transaction: Transaction, afterMs: number, act: () => void): void {
    transaction.timers.push(setTimeout(act, afterMs));
  }

  private stopTimers({ timers }: Transaction): void {
    for (const timer of timers.splice(0)) clearTimeout(timer);
  }
}
