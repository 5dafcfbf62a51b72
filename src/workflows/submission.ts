import { submissionProblems } from '../contract/input-checks';
import type { SubmitTransaction } from '../contract/schemas';
import { refusal, refuseProblems } from './refusal';

/** The rules of `submitTransaction`, without a server: a new transaction, once, that no earlier attempt used. */
export class Submission {
  /** The transaction that was submitted. */
  transaction: SubmitTransaction | undefined;
  private readonly used: readonly string[];

  /** @param used MerchantBizIds and TransactionIds of earlier attempts */
  constructor(used: readonly string[]) {
    this.used = used;
  }

  /** Refuses what may not be submitted, before it leaves a trace. */
  check(argument: unknown): void {
    refuseProblems('submitTransaction', submissionProblems(argument));
    const transaction = argument as SubmitTransaction;
    if (this.transaction && !this.isRepeat(transaction)) {
      throw refusal('AlreadySubmitted', 'submitTransaction: this attempt already has its transaction.');
    }
    if (this.used.includes(transaction.merchantBizId) || this.used.includes(transaction.transactionId)) {
      throw refusal(
        'TransactionUsed',
        'submitTransaction: an earlier attempt used this MerchantBizId or TransactionId. Call Initialize with a new MerchantBizId.',
      );
    }
  }

  /** Takes the transaction. @returns false when it is the same one again */
  submit({ merchantBizId, transactionId }: SubmitTransaction): boolean {
    if (this.transaction) return false;
    this.transaction = { merchantBizId, transactionId };
    return true;
  }

  // The same one again is a retry of a call whose answer was lost.
  private isRepeat({ merchantBizId, transactionId }: SubmitTransaction): boolean {
    return this.transaction?.transactionId === transactionId && this.transaction.merchantBizId === merchantBizId;
  }
}
