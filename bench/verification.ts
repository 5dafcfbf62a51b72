import { billableActions } from '../proof/action-count';
import { percentile } from '../proof/percentile';
import { Random } from '../proof/random';
import { measure } from './measure';
import { cpuMsOf } from './process-cpu';
import { alternate, goal, middle, pairwiseRatio, tableOf } from './side-by-side';
import { SIDES, startGround, type Ground, type Side, type SideName } from './sides';

const PER_ROUND = 120;
const CONCURRENCY = 10;
const LATENCIES_PER_ROUND = 80;
const ARRIVALS_PER_SECOND = 8;

interface Throughput {
  workerCpuMs: number;
  serverCpuMs: number;
  perSecond: number;
}

interface Latency {
  p50Ms: number;
  p99Ms: number;
}

/** A verification that passes with its callback beside the bare minimum workflow: CPU, throughput, latency, events, bytes. */
export async function benchVerification({ seed, rounds }: { seed: number; rounds: number }) {
  const random = new Random(seed).fork('verification');
  const ground = await startGround();
  try {
    const workers = {
      ours: await ground.startWorker('ours'),
      bare: await ground.startWorker('bare'),
      apart: await ground.startWorker('apart'),
    };
    const throughput = await alternate(SIDES, rounds, random, (side, round) =>
      throughputOf(ground, side, workers[side].pid, round),
    );
    const latency = await alternate(SIDES, Math.min(rounds, 5), random, (side, round) =>
      latencyOf(ground.sides[side], round),
    );
    const stored = {
      ours: await storedOf(ground, 'ours'),
      bare: await storedOf(ground, 'bare'),
      apart: await storedOf(ground, 'apart'),
    };
    return report(throughput, latency, stored);
  } finally {
    await ground.stop();
  }
}

async function throughputOf(ground: Ground, name: SideName, workerPid: number, round: number): Promise<Throughput> {
  const side = ground.sides[name];
  const before = { worker: cpuMsOf(workerPid), server: cpuMsOf(ground.serverPid) };
  const { wallMs } = await measure(PER_ROUND, CONCURRENCY, async (unit) => {
    const id = `t${round}x${unit}`;
    await side.start(id);
    await side.callBack(id);
    await side.result(id);
  });
  return {
    workerCpuMs: (cpuMsOf(workerPid) - before.worker) / PER_ROUND,
    serverCpuMs: (cpuMsOf(ground.serverPid) - before.server) / PER_ROUND,
    perSecond: (PER_ROUND / wallMs) * 1000,
  };
}

/** From callback to result, with callbacks at a fixed rate that the machine can keep up with. */
async function latencyOf(side: Side, round: number): Promise<Latency> {
  const ids = Array.from({ length: LATENCIES_PER_ROUND }, (_, index) => `l${round}x${index}`);
  await measure(ids.length, CONCURRENCY, (unit) => side.start(ids[unit] ?? ''));
  const sinceMs = performance.now();
  const latenciesMs = await Promise.all(
    ids.map(async (id, index) => {
      const dueMs = sinceMs + (index * 1000) / ARRIVALS_PER_SECOND;
      await new Promise((resolve) => setTimeout(resolve, dueMs - performance.now()));
      const calledMs = performance.now();
      await side.callBack(id);
      await side.result(id);
      return performance.now() - calledMs;
    }),
  );
  return { p50Ms: percentile(latenciesMs, 0.5), p99Ms: percentile(latenciesMs, 0.99) };
}

/** What a verification with its callback leaves behind. */
async function storedOf({ temporal, sides }: Ground, name: SideName) {
  const handle = temporal.workflow.getHandle(sides[name].workflowId(`l1x${LATENCIES_PER_ROUND / 2}`));
  const { events } = await handle.fetchHistory();
  const { historySize } = await handle.describe();
  return { events: events?.length ?? 0, actions: billableActions(events ?? []), bytes: historySize ?? 0 };
}

type Stored = Awaited<ReturnType<typeof storedOf>>;

function report(
  throughput: Readonly<Record<SideName, Throughput[]>>,
  latency: Readonly<Record<SideName, Latency[]>>,
  stored: Readonly<Record<SideName, Stored>>,
) {
  const ratiosTo = (side: 'bare' | 'apart') => ({
    verificationCpu: pairwiseRatio(throughput.ours, throughput[side], ({ workerCpuMs }) => workerCpuMs),
    verificationThroughput: pairwiseRatio(throughput.ours, throughput[side], ({ perSecond }) => perSecond),
    callbackLatencyP50: pairwiseRatio(latency.ours, latency[side], ({ p50Ms }) => p50Ms),
    callbackLatencyP99: pairwiseRatio(latency.ours, latency[side], ({ p99Ms }) => p99Ms),
  });
  const ratios = ratiosTo('bare');
  const toApart = ratiosTo('apart');
  const goals = [
    goal('worker CPU, ours / bare', ratios.verificationCpu, { atMost: 1.1 }),
    goal('throughput, ours / bare', ratios.verificationThroughput, { atLeast: 0.95 }),
    goal('latency p50, ours / bare', ratios.callbackLatencyP50, { atMost: 1.1 }),
    goal('latency p99, ours / bare', ratios.callbackLatencyP99, { atMost: 1.1 }),
  ];
  const head = ['', 'per s', 'worker CPU ms', 'server CPU ms', 'p50 ms', 'p99 ms', 'events', 'Actions', 'bytes'];
  const rows = SIDES.map((side) => [
    side,
    middle(throughput[side], ({ perSecond }) => perSecond).toFixed(1),
    middle(throughput[side], ({ workerCpuMs }) => workerCpuMs).toFixed(1),
    middle(throughput[side], ({ serverCpuMs }) => serverCpuMs).toFixed(1),
    middle(latency[side], ({ p50Ms }) => p50Ms).toFixed(0),
    middle(latency[side], ({ p99Ms }) => p99Ms).toFixed(0),
    ...Object.values(stored[side]),
  ]);
  const title = `Verification, ${CONCURRENCY} at a time; latency at ${ARRIVALS_PER_SECOND} callbacks a second`;
  const apart = `Beside the same with its call on a queue of its own and a searchable status: ${Object.entries(toApart)
    .map(([name, value]) => `${name} ${value.toFixed(2)}`)
    .join(', ')}.`;
  return { table: [tableOf(title, head, rows, goals), apart].join('\n'), goals, ratios, toApart, stored };
}
