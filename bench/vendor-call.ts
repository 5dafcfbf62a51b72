import { join } from 'node:path';
import { Random } from '../proof/random';
import { BenchProcess } from './bench-process';
import type { Cost } from './measure';
import { alternate, goal, middle, pairwiseRatio, tableOf, type Rounds } from './side-by-side';
import type { CallsQuestion } from './vendor-call-processes';

const CANDIDATES = ['ours', 'official', 'bare'] as const;
type Candidate = (typeof CANDIDATES)[number];
type Caller = BenchProcess<object, CallsQuestion, Cost>;

const FILE = join(__dirname, 'vendor-call-processes.js');
const SMALL_CALLS = 3_000;
const IMAGE_CALLS = 60;

const cpuPerCall = ({ cpuMicros, units }: Cost) => cpuMicros / units;
const callsPerSecond = ({ wallMs, units }: Cost) => (units / wallMs) * 1000;

/**
 * CheckResult over loopback through our client, the vendor's own SDK core and a bare undici call with our signature: calls
 * per second, CPU per call, and what a 1 MB answer costs in CPU and leaves in memory.
 */
export async function benchVendorCall(options: {
  seed: number;
  rounds: number;
}): Promise<{ table: string; figures: object }> {
  const random = new Random(options.seed).fork('vendor-call');
  const server = await BenchProcess.start<{ url: string }, object, object>(FILE, 'server');
  const callers = await startCallers(server.ready.url);
  try {
    const small = await alternate(CANDIDATES, options.rounds, random, (name) =>
      callers[name].ask({ units: SMALL_CALLS, concurrency: 32, image: false }),
    );
    const large = await alternate(CANDIDATES, options.rounds, random, (name) =>
      callers[name].ask({ units: IMAGE_CALLS, concurrency: 8, image: true }),
    );
    return report(small, large);
  } finally {
    await Promise.all([server, ...Object.values(callers)].map((one) => one.stop()));
  }
}

async function startCallers(url: string): Promise<Record<Candidate, Caller>> {
  const start = (role: Candidate) => BenchProcess.start<object, CallsQuestion, Cost>(FILE, role, { url });
  return { ours: await start('ours'), official: await start('official'), bare: await start('bare') };
}

function report(small: Rounds<Candidate, Cost>, large: Rounds<Candidate, Cost>): { table: string; figures: object } {
  const goals = [
    goal('calls per CPU second, ours / official', pairwiseRatio(small.official, small.ours, cpuPerCall), {
      atLeast: 3.5,
    }),
    goal('CPU per call, ours / bare', pairwiseRatio(small.ours, small.bare, cpuPerCall), { atMost: 1.15 }),
  ];
  const candidates = Object.fromEntries(CANDIDATES.map((name) => [name, figuresOf(small[name], large[name])]));
  const rows = Object.entries(candidates).map(([name, one]) => [name, ...Object.values(one)]);
  const head = ['', 'calls/s', 'CPU us/call', '1 MB: calls/s', '1 MB: CPU ms/call', 'MB kept first', 'MB kept last'];
  return {
    table: tableOf('Vendor call (CheckResult, 32 at a time; 1 MB answers 8 at a time)', head, rows, goals),
    figures: { candidates, goals },
  };
}

function figuresOf(small: Cost[], large: Cost[]) {
  const megabytes = (cost: Cost | undefined) => Number(((cost?.memoryBytes ?? 0) / 2 ** 20).toFixed(1));
  return {
    callsPerSecond: Math.round(middle(small, callsPerSecond)),
    cpuMicrosPerCall: Math.round(middle(small, cpuPerCall)),
    imageCallsPerSecond: Math.round(middle(large, callsPerSecond)),
    imageCpuMsPerCall: Number((middle(large, cpuPerCall) / 1000).toFixed(2)),
    // After gc, after the first and the last round: flat where nothing of an image stays behind.
    imageMemoryFirstMb: megabytes(large[0]),
    imageMemoryLastMb: megabytes(large.at(-1)),
  };
}
