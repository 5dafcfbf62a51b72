import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, percentile } from '../proof/percentile';
import { BenchProcess } from './bench-process';
import { measure } from './measure';
import { goal, tableOf } from './side-by-side';
import { OUR_QUEUE, startGround, type Ground } from './sides';
import type { Memory, WaitingWorkerSettings } from './waiting-worker';

type WaitingWorker = BenchProcess<object, object, Memory>;

interface Level {
  waiting: number;
  startsPerSecond: number;
  heapKiB: number;
  residentMiB: number;
  p50Ms: number;
  p99Ms: number;
}

const PROBES = 40;
const STARTS_AT_ONCE = 40;
const SMALL_CACHE = 200;

/** Verifications that wait, more and more of them on one worker: memory of each, start rate, latency of one callback among them. */
export async function benchWaiting({ waiting }: { waiting: number }) {
  const ground = await startGround();
  try {
    const worker = await startWorker(ground, 2 * waiting);
    const levels: Level[] = [];
    for (const level of [waiting / 10, (waiting * 3) / 10, waiting]) {
      levels.push(await reach(ground, worker, Math.round(level), levels.at(-1)?.waiting ?? 0));
    }
    await worker.stop();
    return report(levels, await withSmallCache(ground));
  } finally {
    await ground.stop();
  }
}

async function startWorker({ address, vendorUrl }: Ground, maxCachedWorkflows: number): Promise<WaitingWorker> {
  const settings: WaitingWorkerSettings = { address, vendorUrl, taskQueue: OUR_QUEUE, maxCachedWorkflows };
  const heap = ['--max-old-space-size=6144'];
  return BenchProcess.start(join(__dirname, 'waiting-worker.js'), 'worker', settings, heap);
}

async function reach(ground: Ground, worker: WaitingWorker, waiting: number, already: number): Promise<Level> {
  const { ours } = ground.sides;
  const { wallMs } = await measure(waiting - already, STARTS_AT_ONCE, (unit) => ours.start(`w${already + unit}`));
  const { heapBytes, residentBytes } = await settled(worker);
  const latencies = await probe(ground, `p${waiting}`);
  return {
    waiting,
    startsPerSecond: ((waiting - already) / wallMs) * 1000,
    heapKiB: heapBytes / 1024,
    residentMiB: residentBytes / 2 ** 20,
    p50Ms: median(latencies),
    p99Ms: percentile(latencies, 0.99),
  };
}

/** The worker's memory once every start has reached it: when it grows no more. */
async function settled(worker: WaitingWorker): Promise<Memory> {
  let before = await worker.ask({});
  for (;;) {
    await sleep(2_000);
    const now = await worker.ask({});
    if (Math.abs(now.heapBytes - before.heapBytes) < 0.002 * before.heapBytes) return now;
    before = now;
  }
}

/** Milliseconds from callback to outcome of verifications among those that wait, one after the other. */
async function probe({ sides: { ours } }: Ground, prefix: string): Promise<number[]> {
  const latencies: number[] = [];
  for (let index = 0; index < PROBES; index += 1) {
    const id = `${prefix}x${index}`;
    await ours.start(id);
    // As the others, it waits for a while.
    await sleep(50);
    const sinceMs = performance.now();
    await ours.callBack(id);
    await ours.result(id);
    latencies.push(performance.now() - sinceMs);
  }
  return latencies;
}

/** Old verifications, which a cache smaller than their number has dropped, still take their callbacks. */
async function withSmallCache(ground: Ground): Promise<{ cache: number; p50Ms: number; outcomes: number }> {
  const { ours } = ground.sides;
  const worker = await startWorker(ground, SMALL_CACHE);
  const latencies: number[] = [];
  for (let index = 0; index < PROBES; index += 1) {
    const sinceMs = performance.now();
    await ours.callBack(`w${index}`);
    await ours.result(`w${index}`);
    latencies.push(performance.now() - sinceMs);
  }
  await worker.stop();
  return { cache: SMALL_CACHE, p50Ms: median(latencies), outcomes: latencies.length };
}

function report(levels: readonly Level[], small: Awaited<ReturnType<typeof withSmallCache>>) {
  const [first, last] = [levels[0] as Level, levels.at(-1) as Level];
  const more = last.waiting - first.waiting;
  const heapPerWaitingKiB = (last.heapKiB - first.heapKiB) / more;
  const residentPerWaitingKiB = ((last.residentMiB - first.residentMiB) * 1024) / more;
  const latencyGrowth = last.p50Ms / first.p50Ms;
  const goals = [
    goal('heap of each that waits, KB', (heapPerWaitingKiB * 1024) / 1000, { atMost: 70 }),
    goal(`latency among ${last.waiting} / among ${first.waiting}`, latencyGrowth, { atMost: 1.5 }),
  ];
  const rows = levels.map((level) => [
    level.waiting,
    level.startsPerSecond.toFixed(0),
    (level.heapKiB / 1024).toFixed(0),
    level.residentMiB.toFixed(0),
    level.p50Ms.toFixed(0),
    level.p99Ms.toFixed(0),
  ]);
  const head = ['waiting', 'starts/s', 'heap MiB', 'resident MiB', 'callback p50 ms', 'p99 ms'];
  const table = [
    tableOf('Verifications that wait, on one worker', head, rows, goals),
    `${heapPerWaitingKiB.toFixed(1)} KiB of heap and ${residentPerWaitingKiB.toFixed(1)} KiB of resident memory each. With a cache of ${small.cache}: ${small.outcomes} of ${PROBES} callbacks led to outcomes, p50 ${small.p50Ms.toFixed(0)} ms.`,
  ].join('\n');
  return { table, goals, latencyGrowth, heapPerWaitingKiB, residentPerWaitingKiB, levels, smallCache: small };
}
