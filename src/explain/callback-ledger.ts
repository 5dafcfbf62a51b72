import { callbackProblems } from '../contract/input-checks';
import type { CallbackReceived } from '../contract/schemas';

/** What became of each callback of one attempt, told again from its history: the first true one counts. */
export class CallbackLedger {
  private expected: string | undefined;
  private readonly early: string[] = [];
  private accepted = false;

  /** From here on callbacks must name this transaction. @returns what became of those that came before */
  expect(transactionId: string): string {
    this.expected = transactionId;
    this.accepted = this.early.includes(transactionId);
    if (this.early.length === 0) return '';
    return this.accepted ? ' Its callback had come already.' : ' The callbacks before it named other transactions.';
  }

  /** A sentence on a callback that came in. */
  tell(signal: unknown): string {
    if (callbackProblems(signal).length > 0) return 'Callback ignored: it is not of the documented form.';
    const callback = signal as CallbackReceived;
    if (this.expected === undefined) {
      this.early.push(callback.transactionId);
      return 'Callback kept: no transaction is submitted yet.';
    }
    if (callback.transactionId !== this.expected) return 'Callback ignored: it names another transaction.';
    if (this.accepted) return 'Callback repeated: nothing to do.';
    this.accepted = true;
    return `Callback for this transaction${claims(callback)}: the result is fetched now.`;
  }
}

function claims({ passed, subCode }: CallbackReceived): string {
  const said = [passed && `Passed ${passed}`, subCode && `SubCode ${subCode}`].filter(Boolean).join(', ');
  return said ? `, which claims ${said} (never believed)` : '';
}
