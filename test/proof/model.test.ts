import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevServer } from '../../proof/chaos/dev-server';
import { startWorld } from '../../proof/chaos/world';
import { allOrders } from '../../proof/model/permutations';
import { proveModel } from '../../proof/model/verdict';
import { Random } from '../../proof/random';
import { onCleanup } from '../support/cleanup';
import { buildSabotaged, TAKES_TWO_DECISIONS } from './sabotage';

const SEED = 3;

async function proveOn(product: string, sequences: number, orders: ReturnType<typeof allOrders>) {
  const folder = mkdtempSync(join(tmpdir(), 'idv-model-'));
  onCleanup(() => rmSync(folder, { recursive: true }));
  process.env.TEMPORAL_CLI_PATH = process.env.TEST_TEMPORAL_CLI;
  const world = await startWorld(
    { seed: SEED, product, folder, startServer: startDevServer, vendorFaultShare: 0 },
    new Random(SEED),
  );
  onCleanup(() => world.stop());
  return proveModel(world, { seed: SEED, sequences, orders });
}

test('there are 720 orders of the six messages, each a different one', () => {
  const orders = allOrders().map((order) => order.join());
  expect(new Set(orders).size).toBe(720);
});

test('random sequences and some orders stay in the model, and a final status stays', async () => {
  const orders = new Random(SEED).shuffled(allOrders()).slice(0, 24);
  const { holds, table, json } = await proveOn('dist', 24, orders);
  process.stdout.write(`${table}\n`);
  expect(json).toMatchObject({ sequences: 24, permutations: 48, failures: 0 });
  expect(holds).toBe(true);
}, 180_000);

test('a review that takes two decisions does not stay in the model', async () => {
  const { holds, table } = await proveOn(buildSabotaged(TAKES_TWO_DECISIONS), 48, []);
  expect(holds).toBe(false);
  expect(table).toMatch(/was answered "ok"|it is "/);
}, 180_000);
