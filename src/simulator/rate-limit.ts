import { returnCode } from './vendor-error';

const WINDOW_MS = 1_000;

/** At most so many calls in any second, for each account and action. */
export class RateLimit {
  private readonly callsPerSecond: number;
  private readonly ofActions: Readonly<Record<string, number>>;
  /** Times of the last accepted calls, a ring for each key. */
  private readonly rings = new Map<string, { times: Float64Array; next: number }>();

  constructor(callsPerSecond: number, ofActions: Readonly<Record<string, number>>) {
    this.callsPerSecond = callsPerSecond;
    this.ofActions = ofActions;
  }

  /** @throws VendorError `Throttling.Api` with the time until the next call would be accepted */
  take(account: string, action: string): void {
    const key = `${account}/${action}`;
    const limit = Math.max(1, Math.floor(this.ofActions[action] ?? this.callsPerSecond));
    let ring = this.rings.get(key);
    if (!ring) this.rings.set(key, (ring = { times: new Float64Array(limit), next: 0 }));
    const nowMs = performance.now();
    const oldestMs = ring.times[ring.next] ?? 0;
    if (oldestMs > 0 && nowMs - oldestMs < WINDOW_MS) {
      throw returnCode('Throttling.Api', Math.ceil(WINDOW_MS - (nowMs - oldestMs)));
    }
    ring.times[ring.next] = nowMs;
    ring.next = (ring.next + 1) % limit;
  }
}
