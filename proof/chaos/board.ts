import { setTimeout as sleep } from 'node:timers/promises';
import type { VerificationClient } from '../../src/client';
import { reviewWorkflowId } from '../../src/contract/names';

const LOOK_EVERY_MS = 400;

/** What a backend's and a reviewers' screen show: open fallbacks and reviews, by one list call each for all of them. */
export class Board {
  private readonly client: VerificationClient;
  private fallbacks = new Set<string>();
  private reviews = new Set<string>();
  private isOpen = true;

  constructor(client: VerificationClient) {
    this.client = client;
  }

  /** Looks again and again, until {@link close}. */
  async watch(): Promise<void> {
    while (this.isOpen) {
      await this.look().catch(() => undefined);
      await sleep(LOOK_EVERY_MS);
    }
  }

  close(): void {
    this.isOpen = false;
  }

  isInFallback(verificationId: string): boolean {
    return this.fallbacks.has(verificationId);
  }

  isInReview(verificationId: string, review: number): boolean {
    return this.reviews.has(reviewWorkflowId(verificationId, review));
  }

  private async look(): Promise<void> {
    const fallbacks = new Set<string>();
    for await (const { verificationId } of this.client.list({ status: 'FALLBACK' })) fallbacks.add(verificationId);
    const reviews = new Set<string>();
    for await (const { verificationId, review } of this.client.reviews.list())
      reviews.add(reviewWorkflowId(verificationId, review));
    this.fallbacks = fallbacks;
    this.reviews = reviews;
  }
}
