import { isDeepStrictEqual } from 'node:util';
import type { World } from '../chaos/world';
import { Random } from '../random';
import { Subject } from './subject';
import type { Settings } from './rules';

/** The six messages around one fallback. */
export const MESSAGES = ['callback 1', 'stale callback 1', 'submission', 'callback 2', 'decision', 'cancel'] as const;
type Message = (typeof MESSAGES)[number];

/** What the permutations came to. */
export interface PermutationsReport {
  permutations: number;
  ends: Readonly<Record<string, number>>;
  failures: readonly string[];
}

const AT_ONCE = 12;
const SETTLED_WITHIN_MS = 90_000;
const SETTINGS: Settings = { soon: 'none', fourEyes: 'never', whenAbandoned: 'manualReview' };
const CANCELLED = 'CANCELLED by backend: cancelled';
const APPROVED = 'APPROVED by reviewer: liveness-risk';

/** All orders of the six messages. */
export function allOrders(messages: readonly Message[] = MESSAGES): Message[][] {
  if (messages.length === 0) return [[]];
  return messages.flatMap((first) =>
    allOrders(messages.filter((one) => one !== first)).map((rest) => [first, ...rest]),
  );
}

/**
 * Sends the messages in each order, twice over: once waiting after each until its effect is seen, once without waiting.
 * Then sends them all again, to a verification that is over.
 */
export async function runPermutations(
  world: World,
  seed: number,
  orders: readonly Message[][],
): Promise<PermutationsReport> {
  const random = new Random(`${seed}/permutations`);
  const ends: Record<string, number> = {};
  const failures: string[] = [];
  const cases = orders.flatMap((order) => [true, false].map((waits) => ({ order, waits })));
  const rest = cases.entries();
  const runSome = async () => {
    for (const [index, { order, waits }] of rest) {
      try {
        const end = await runOrder(new Fallback(world, random.fork(String(index))), order, waits);
        ends[end] = (ends[end] ?? 0) + 1;
      } catch (error) {
        failures.push(`${order.join(', ')}${waits ? '' : ' (at once)'}: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runSome));
  return { permutations: cases.length, ends, failures };
}

async function runOrder(fallback: Fallback, order: readonly Message[], waits: boolean): Promise<string> {
  await fallback.start();
  let expected = 'attempt 1';
  let early = false;
  for (const message of order) {
    await fallback.send(message);
    early ||= message === 'callback 2' && expected === 'fallback 2';
    expected = after(expected, message, early);
    if (waits) await fallback.untilSeen([expected]);
  }
  const outcome = await fallback.untilSeen(waits ? [expected] : [CANCELLED, APPROVED]);
  for (const message of order) await fallback.send(message);
  if (!isDeepStrictEqual(await fallback.untilSeen([outcome.seen]), outcome)) throw new Error('The outcome changed.');
  return outcome.seen;
}

/** What a message changes, in this test's own words: `from` what is seen `to` what is seen. Any other it leaves as it is. */
const CHANGES: Readonly<Record<Message, { from: string; to: string; toWhenEarly?: string }>> = {
  'callback 1': { from: 'attempt 1', to: 'fallback 2' },
  'stale callback 1': { from: 'attempt 1', to: 'fallback 2' },
  // A callback that came before its transaction is kept for it.
  submission: { from: 'fallback 2', to: 'attempt 2', toWhenEarly: 'review 1 OPEN -' },
  'callback 2': { from: 'attempt 2', to: 'review 1 OPEN -' },
  decision: { from: 'review 1 OPEN -', to: APPROVED },
  cancel: { from: 'anything open', to: CANCELLED },
};

function after(seen: string, message: Message, early: boolean): string {
  const { from, to, toWhenEarly = to } = CHANGES[message];
  const applies = message === 'cancel' ? seen !== APPROVED : seen === from;
  if (!applies) return seen;
  return early ? toWhenEarly : to;
}

/** A verification whose first attempt leads to a fallback, and whose second to a review. */
class Fallback {
  private readonly world: World;
  private readonly subject: Subject;
  private second: { merchantBizId: string; transactionId: string } | undefined;
  private first = '';

  constructor(world: World, random: Random) {
    this.world = world;
    this.subject = new Subject(world, random, SETTINGS, async () => {});
  }

  /** Both users are done already; only their callbacks are to come. */
  async start(): Promise<void> {
    this.first = (await this.subject.start()).transactionId;
    await this.subject.act({ do: 'finish', result: 'retry' });
    this.second = await this.subject.initializeNext(2);
    await this.subject.act({ do: 'finish', result: 'liveness' });
  }

  async send(message: Message): Promise<void> {
    const { client, simulator } = this.world.stage;
    const { id } = this.subject;
    const { second } = this;
    if (!second) throw new Error('Start it first.');
    switch (message) {
      case 'callback 1':
      case 'stale callback 1':
        return simulator.control.sendCallback(this.first);
      case 'callback 2':
        return simulator.control.sendCallback(second.transactionId);
      case 'submission':
        return client.submitTransaction(id, 2, second).catch(() => undefined);
      case 'decision':
        await client.reviews.claim(id, 1, { reviewer: 'ana' }).catch(() => undefined);
        return client.reviews
          .decide(id, 1, { reviewer: 'ana', decision: 'approve', reasonCode: 'identity-confirmed' })
          .catch(() => undefined);
      case 'cancel':
        return client.cancel(id).catch(() => undefined);
    }
  }

  /** Waits until one of these is seen. */
  async untilSeen(wanted: readonly string[]) {
    const deadlineMs = Date.now() + SETTLED_WITHIN_MS;
    for (;;) {
      const look = await this.subject.look();
      if (look && wanted.includes(look.seen)) return look;
      if (Date.now() > deadlineMs) throw new Error(`It is "${look?.seen}" and not ${wanted.join(' or ')}.`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}
