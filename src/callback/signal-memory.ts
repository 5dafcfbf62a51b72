/** Different transactions that one attempt may be signaled for; a holder of a stolen URL fills no history. */
const MAX_TRANSACTIONS_PER_ATTEMPT = 8;

/** Remembers which callbacks were signaled, within bounds: the attempt used least recently is forgotten first. */
export class SignalMemory {
  private readonly maxAttempts: number;
  private readonly attempts = new Map<string, Map<string, Promise<void>>>();

  constructor(maxAttempts: number) {
    this.maxAttempts = maxAttempts;
  }

  /**
   * Sends the signal unless the same one was sent, or is being sent, before. One that fails is forgotten, so that a
   * repeat tries again.
   */
  async once(
    attemptKey: string,
    transactionId: string,
    send: () => Promise<void>,
  ): Promise<'sent' | 'repeated' | 'refused'> {
    const transactions = this.touch(attemptKey);
    const earlier = transactions.get(transactionId);
    if (earlier) {
      await earlier;
      return 'repeated';
    }
    if (transactions.size >= MAX_TRANSACTIONS_PER_ATTEMPT) return 'refused';
    const sending = send();
    transactions.set(transactionId, sending);
    try {
      await sending;
      return 'sent';
    } catch (error) {
      transactions.delete(transactionId);
      throw error;
    }
  }

  private touch(attemptKey: string): Map<string, Promise<void>> {
    const transactions = this.attempts.get(attemptKey) ?? new Map<string, Promise<void>>();
    this.attempts.delete(attemptKey);
    this.attempts.set(attemptKey, transactions);
    const [oldest] = this.attempts.keys();
    if (this.attempts.size > this.maxAttempts && oldest !== undefined) this.attempts.delete(oldest);
    return transactions;
  }
}
