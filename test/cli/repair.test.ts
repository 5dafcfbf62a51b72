import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_STATUS } from '../../src/cli/exit-status';
import { onCleanup } from '../support/cleanup';
import { endOf, idv, idvJson, startIdv } from '../support/idv';
import { startProduct, type Product } from '../support/product';
import { until } from '../support/until';

const REFUSED = { kind: 'code', httpStatus: 403, code: 'Forbidden.RAMUserAccessDenied' } as const;
const STUCK_ON = ['--stuck-on', 'OperatorActionRequired', '--operator', 'ops@example.com'];

let product: Product;
let folder: string;

beforeAll(async () => {
  // So long a pause that nothing gets well by itself within the test.
  product = await startProduct({ env: { IDV_OPERATOR_RETRY_S: '3600' } });
  folder = mkdtempSync(join(tmpdir(), 'idv-repair-'));
  onCleanup(() => rmSync(folder, { recursive: true }));
});

/** Verifications whose first call was refused, and a query that finds just them. */
async function stuckOnes(count: number): Promise<{ ids: string[]; query: string[] }> {
  const ids = await Promise.all(
    Array.from({ length: count }, async () => {
      const { merchantBizId, transactionId } = await product.initialize({ script: { faults: [REFUSED] } });
      await product.client.start({ merchantBizId, transactionId, region: 'ap-southeast-1' });
      return merchantBizId;
    }),
  );
  const query = ['--query', `WorkflowId IN (${ids.map((id) => `'verification-${id}'`).join(', ')})`];
  await until(async () => {
    const look = ['repair', ...STUCK_ON, '--action', 'retry-now', ...query, '--dry-run'];
    return (await idvJson<{ stuck: unknown[] }>(look)).stuck.length === count;
  });
  return { ids, query };
}

test('lists what it would touch, with its tries and last failure, and touches nothing without a yes', async () => {
  const { ids, query } = await stuckOnes(2);
  const look = ['repair', ...STUCK_ON, '--action', 'cancel', ...query];
  const listed = await idv([...look, '--dry-run']);
  expect(listed.status).toBe(EXIT_STATUS.done);
  for (const id of ids) expect(listed.stdout).toContain(`verification-${id}`);
  expect(listed.stdout).toContain('Forbidden.RAMUserAccessDenied');
  const unasked = await idv(look);
  expect(unasked.status).toBe(EXIT_STATUS.usage);
  expect(unasked.stderr).toContain('There is nobody to ask');
  for (const id of ids) expect((await product.client.get(id)).phase).toBe('open');
  for (const id of ids) await product.client.cancel(id);
});

test('retries now what waits for its next try in an hour, and writes down each act', async () => {
  const { ids, query } = await stuckOnes(2);
  const auditFile = join(folder, 'retry.jsonl');
  const args = ['repair', ...STUCK_ON, '--action', 'retry-now', ...query, '--yes', '--audit-file', auditFile];
  expect(await idvJson(args)).toMatchObject({ done: 2, failed: 0, stopped: false });
  for (const id of ids) {
    await expect(product.client.outcome(id, { timeoutMs: 30_000 })).resolves.toMatchObject({ status: 'APPROVED' });
  }
  const [order, ...entries] = readFileSync(auditFile, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(order).toMatchObject({ action: 'retry-now', operator: 'ops@example.com' });
  expect(entries.map(({ result }) => result)).toEqual(['begun', 'done', 'begun', 'done']);
});

test('goes on from its audit file where it was stopped, and refuses that of another repair', async () => {
  const { ids, query } = await stuckOnes(2);
  const auditFile = join(folder, 'resumed.jsonl');
  const order = {
    query: query[1],
    stuckOn: 'OperatorActionRequired',
    action: 'send-to-review',
    operator: 'ops@example.com',
  };
  const lines = [
    JSON.stringify(order),
    JSON.stringify({ at: '2026-11-24T00:00:00.000Z', workflowId: `verification-${ids[0]}`, result: 'begun' }),
    JSON.stringify({ at: '2026-11-24T00:00:00.000Z', workflowId: `verification-${ids[0]}`, result: 'done' }),
    `{"at":"2026-11-24T00:00:01.000Z","workflowId":"verification-${ids[1]}","resu`,
  ];
  writeFileSync(auditFile, lines.join('\n'));
  const args = ['repair', ...STUCK_ON, ...query, '--yes', '--audit-file', auditFile];
  const other = await idv([...args, '--action', 'cancel']);
  expect(other.status).toBe(EXIT_STATUS.usage);
  expect(other.stderr).toContain('is of another repair');
  expect(await idvJson([...args, '--action', 'send-to-review'])).toMatchObject({ skipped: 1, done: 1 });
  await until(async () => {
    const view = await product.client.get(ids[1] ?? '');
    return view.phase === 'open' && view.state.reason === 'sent-to-review';
  });
  const first = await product.client.get(ids[0] ?? '');
  expect(first).toMatchObject({ phase: 'open', state: { status: 'AWAITING_RESULT' } });
  for (const id of ids) await product.client.cancel(id);
});

test('is stopped by Ctrl-C after the one under way, says how to go on, and goes on there', async () => {
  const { ids, query } = await stuckOnes(3);
  const auditFile = join(folder, 'stopped.jsonl');
  const args = ['repair', ...STUCK_ON, '--action', 'send-to-review', ...query, '--yes', '--audit-file', auditFile];
  const child = startIdv([...args, '--per-second', '1']);
  let said = '';
  const ended = endOf(child);
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (/^done /m.test(said)) resolve();
    });
  });
  child.kill('SIGINT');
  const { stdout, status } = await ended;
  expect(status).toBe(EXIT_STATUS.done);
  expect(stdout).toContain(`Stopped: go on with --audit-file ${auditFile}`);
  const settled = (stdout.match(/^done /gm) ?? []).length;
  expect(settled).toBeLessThan(3);
  expect(await idvJson(args)).toMatchObject({ skipped: 0, done: 3 - settled, stopped: false });
  for (const id of ids) await product.client.cancel(id);
});

test('leaves alone what is stuck on something else, and what is closed', async () => {
  const { ids, query } = await stuckOnes(1);
  const look = (stuckOn: string) =>
    idvJson<{ stuck: unknown[] }>(
      ['repair', '--stuck-on', stuckOn, '--operator', 'ops', '--action', 'cancel', '--dry-run'].concat(query),
    );
  expect((await look('VendorUnavailable')).stuck).toEqual([]);
  await product.client.cancel(ids[0] ?? '');
  await until(async () => (await product.client.get(ids[0] ?? '')).phase === 'ended');
  expect((await look('OperatorActionRequired')).stuck).toEqual([]);
});
