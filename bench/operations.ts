import { join } from 'node:path';
import { median } from '../proof/percentile';
import { Random } from '../proof/random';
import { BenchProcess } from './bench-process';
import type { Samples } from './operations-process';
import { tableOf } from './side-by-side';

const FILE = join(__dirname, 'operations-process.js');
const LARGE_YOUNG_GENERATION = ['--min-semi-space-size=64', '--max-semi-space-size=64'];

/** Nanoseconds and heap bytes of single operations, in a process of their own. */
export async function benchOperations(options: { seed: number; rounds: number }) {
  const bench = await BenchProcess.start<{ names: string[] }, { name: string; rounds: number }, Samples>(
    FILE,
    'operations',
    {},
    LARGE_YOUNG_GENERATION,
  );
  try {
    const { names } = bench.ready;
    const samples = new Map<string, Samples>();
    for (const name of new Random(options.seed).fork('operations').shuffled(names))
      samples.set(name, await bench.ask({ name, rounds: options.rounds }));
    return report(names.map((name) => ({ name, ...(samples.get(name) as Samples) })));
  } finally {
    await bench.stop();
  }
}

function report(samples: readonly (Samples & { name: string })[]) {
  const operations = samples.map(({ name, nsPerOperation, heapBytesPerOperation }) => ({
    name,
    nanoseconds: Math.round(median(nsPerOperation)),
    heapBytes: Math.round(median(heapBytesPerOperation)),
  }));
  const rows = operations.map((one) => Object.values(one));
  return { table: tableOf('Single operations', ['', 'ns', 'heap bytes'], rows), figures: { operations } };
}
