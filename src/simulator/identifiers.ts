import { createHash } from 'node:crypto';

/** Identifiers that look like the vendor's and follow from the seed and the calls alone. */
export class Identifiers {
  private readonly seed: string;
  private readonly counts = new Map<string, number>();

  constructor(seed: string) {
    this.seed = seed;
  }

  /** A TransactionId; a MerchantBizId that comes again gets another one. */
  transactionId(merchantBizId: string): string {
    return `hks${this.next(`transaction/${merchantBizId}`).slice(0, 29)}`;
  }

  /** A number in [0, 1) for call number `call` of a transaction. */
  chance(transactionId: string, call: number, what: string): number {
    const digest = createHash('sha256').update(`${this.seed}/${what}/${transactionId}/${call}`).digest();
    return digest.readUInt32BE() / 2 ** 32;
  }

  /** A RequestId, e.g. `130A2C10-B9EE-4D84-88E3-5384FF0B2C4D`. */
  requestId(): string {
    const hex = this.next('request').toUpperCase();
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  }

  private next(kind: string): string {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    return createHash('sha256').update(`${this.seed}/${kind}/${count}`).digest('hex');
  }
}
