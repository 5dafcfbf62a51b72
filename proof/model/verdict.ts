import Table from 'cli-table3';
import type { World } from '../chaos/world';
import type { Verdict } from '../command-line';
import { allOrders, runPermutations } from './permutations';
import { runSequences } from './sequences';

/** Shows that a final status never changes: random sequences, then every order of the six messages around a fallback. */
export async function proveModel(
  world: World,
  { seed, sequences, orders = allOrders() }: { seed: number; sequences: number; orders?: ReturnType<typeof allOrders> },
): Promise<Verdict> {
  const random = await runSequences(world, seed, sequences);
  const permuted = await runPermutations(world, seed, orders);
  const failures = [...random.failures, ...permuted.failures];
  const table = new Table({ head: ['', 'Run', 'Failed', 'Ended in'], style: { head: [], border: [], compact: true } });
  table.push(['Random sequences', String(random.sequences), String(random.failures.length), endsText(random.ends)]);
  table.push([
    'Permutations',
    String(permuted.permutations),
    String(permuted.failures.length),
    endsText(permuted.ends),
  ]);
  return {
    holds: failures.length === 0,
    table: [table.toString(), `${random.workerRestarts} workers were killed meanwhile.`, ...failures.slice(0, 10)].join(
      '\n\n',
    ),
    json: {
      seed,
      sequences: random.sequences,
      permutations: permuted.permutations,
      workerRestarts: random.workerRestarts,
      failures: failures.length,
      ends: { sequences: random.ends, permutations: permuted.ends },
    },
  };
}

function endsText(ends: Readonly<Record<string, number>>): string {
  return Object.entries(ends)
    .map(([end, count]) => `${end} ${count}`)
    .join(', ');
}
