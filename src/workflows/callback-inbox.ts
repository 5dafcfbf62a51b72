import { callbackProblems } from '../contract/input-checks';
import { MAX_EARLY_CALLBACKS } from '../contract/limits';
import type { CallbackReceived } from '../contract/schemas';
import type { CallbackCounts } from '../contract/attempt';
import type { News } from './news';

/** A callback's own claim, and when it came. It wakes the attempt up and is compared with the result; it is never believed. */
export interface CallbackClaim {
  at: string;
  passed?: string | undefined;
  subCode?: string | undefined;
}

/** Takes in the callback signals of one attempt, whatever they hold, and knows whether the true one came. */
export class CallbackInbox {
  readonly counts: CallbackCounts = { accepted: 0, repeated: 0, ignored: 0 };
  /** The first callback that named the attempt's own transaction. */
  claim: CallbackClaim | undefined;
  private readonly news: Pick<News, 'tell'>;
  private readonly onIgnored: (why: string) => void;
  private expected: string | undefined;
  private readonly early: (CallbackReceived & { at: string })[] = [];

  /**
   * @param news told when the true callback came
   * @param onIgnored told why a signal was ignored, in words of our own
   */
  constructor(news: Pick<News, 'tell'>, onIgnored: (why: string) => void) {
    this.news = news;
    this.onIgnored = onIgnored;
  }

  /** From here on callbacks must name this transaction; those that came before are looked through. */
  expect(transactionId: string): void {
    this.expected = transactionId;
    for (const { at, ...callback } of this.early.splice(0)) this.match(callback, at);
  }

  /** Takes a signal's argument. Never throws: a signal that throws would fail the workflow task for ever. */
  receive(signal: unknown): void {
    const at = new Date().toISOString();
    if (callbackProblems(signal).length > 0) {
      this.ignore('it is no callback');
    } else if (this.expected !== undefined) {
      this.match(signal as CallbackReceived, at);
    } else if (this.early.length < MAX_EARLY_CALLBACKS) {
      this.early.push({ ...(signal as CallbackReceived), at });
    } else {
      this.ignore('too many came before the transaction was submitted');
    }
  }

  private match({ transactionId, passed, subCode }: CallbackReceived, at: string): void {
    if (transactionId !== this.expected) {
      this.ignore('it names another transaction');
    } else if (this.claim) {
      this.counts.repeated += 1;
    } else {
      this.counts.accepted += 1;
      this.claim = { at, passed, subCode };
      this.news.tell();
    }
  }

  private ignore(why: string): void {
    this.counts.ignored += 1;
    this.onIgnored(why);
  }
}
