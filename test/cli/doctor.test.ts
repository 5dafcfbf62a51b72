import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { msToTs } from '@temporalio/common/lib/time';
import pino from 'pino';
import { EXIT_STATUS } from '../../src/cli/exit-status';
import { startCodecServer } from '../../src/codec/codec-server';
import type { Finding } from '../../src/doctor';
import { onCleanup } from '../support/cleanup';
import { idv, idvJson } from '../support/idv';
import { newPayloadKey } from '../support/payload-keys';
import { startProduct, type Product } from '../support/product';
import { connectClient, uniqueId } from '../support/temporal';
import { succeeds, until } from '../support/until';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});

async function findings(env: Record<string, string>): Promise<Map<string, Finding>> {
  const found = await idvJson<Finding[]>(['doctor'], { ...product.workerEnv, ...env });
  return new Map(found.map((finding) => [finding.check, finding]));
}

test('finds everything well where it is, and names the processes that poll', async () => {
  const found = await findings({});
  const verdicts = [...found.values()].map(({ check, verdict }) => [check, verdict]);
  expect(verdicts).toEqual([
    ['Temporal server', 'ok'],
    // A development server forgets after a day.
    ['namespace', 'warning'],
    ['search attributes', 'ok'],
    ['payload keys', 'warning'],
    ['workflow workers', 'ok'],
    ['check-result workers', 'ok'],
    ['credentials', 'ok'],
    ['vendor in ap-southeast-1', 'ok'],
    ['clock', 'ok'],
    ['signature in ap-southeast-1', 'ok'],
  ]);
  expect(found.get('workflow workers')?.finding).toContain('idv-worker-workflows@');
  expect((await idv(['doctor'], product.workerEnv)).status).toBe(EXIT_STATUS.done);
});

test('says that no worker polls, and what to do', async () => {
  const env = { ...product.workerEnv, IDV_TASK_QUEUE: 'nobody-polls-here' };
  const { status, stdout } = await idv(['doctor', '--no-vendor'], env);
  expect(status).toBe(EXIT_STATUS.unhealthy);
  expect(stdout).toMatch(/workflow workers +│ WRONG │ none polls nobody-polls-here /);
  expect(stdout).toContain('- check-result workers: Start a worker: idv worker. Nothing is lost meanwhile.');
});

test('tells a refused signature from missing credentials and from a vendor that is not there', async () => {
  const refused = await findings({ ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'another-secret' });
  expect(refused.get('signature in ap-southeast-1')).toMatchObject({
    verdict: 'wrong',
    finding: 'refused: SignatureDoesNotMatch',
  });
  const gone = await findings({ IDV_VENDOR_ENDPOINT: 'http://127.0.0.1:1' });
  expect(gone.get('vendor in ap-southeast-1')?.verdict).toBe('wrong');
  expect(gone.has('signature in ap-southeast-1')).toBe(false);
  const none = await findings({
    ALIBABA_CLOUD_ACCESS_KEY_ID: '',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: '',
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
    HOME: '/nonexistent',
  });
  expect(none.get('credentials')).toMatchObject({ verdict: 'wrong', finding: 'none found' });
});

test('says that no Temporal server answers, or that the namespace is not there', async () => {
  const down = await findings({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  expect(down.get('Temporal server')).toMatchObject({
    verdict: 'wrong',
    finding: 'No Temporal server answers at 127.0.0.1:1.',
  });
  const other = await findings({ TEMPORAL_NAMESPACE: 'nowhere' });
  expect(other.get('Temporal server')?.finding).toContain('"nowhere" does not exist');
});

test('setup finds what a new namespace lacks, creates it, and prints the saved queries as links', async () => {
  const namespace = `ns-${uniqueId()}`;
  const { workflowService } = await connectClient();
  await workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('40 days'),
  });
  await until(() => succeeds(workflowService.describeNamespace({ namespace })));
  const env = { TEMPORAL_NAMESPACE: namespace };
  await until(async () => (await idv(['setup'], env)).status === EXIT_STATUS.unhealthy);
  const created = await idvJson<{ created: string[]; queries: { link: string }[] }>(['setup', '--create'], env);
  expect(created.created).toContain('ReviewDueAt');
  for (const { link } of created.queries) expect(new URL(link).searchParams.get('query')).not.toBe('');
  await until(async () => (await idv(['setup'], env)).status === EXIT_STATUS.done);
  expect((await idv(['setup'], env)).stdout).toMatch(/namespace +│ ok +│ "\S+" keeps closed workflows for 40 days/);
});

test('finds a payload key that open verifications need and that is missing here, and idv keys tells who needs which', async () => {
  const namespace = `ns-${uniqueId()}`;
  const { workflowService } = await connectClient();
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('40 days') });
  const key = newPayloadKey('key-a');
  const env = { ...product.workerEnv, TEMPORAL_NAMESPACE: namespace, IDV_PAYLOAD_KEYS: key };
  await until(async () => (await idv(['setup', '--create'], env)).status === EXIT_STATUS.done);
  const start = ['start', uniqueId(), '--transaction-id', 'tx', '--region', 'ap-southeast-1'];
  await until(async () => (await idv(start, env)).status === EXIT_STATUS.done);
  await until(async () => (await idvJson<{ inUse: unknown[] }>(['keys'], env)).inUse.length > 0);
  expect(await idvJson(['keys'], env)).toMatchObject({
    lookedAt: 1,
    complete: true,
    inUse: [{ keyId: 'key-a', workflows: 1 }],
  });
  const verdictOf = async (keys: string) => {
    const found = await idvJson<Finding[]>(['doctor', '--no-vendor'], { ...env, IDV_PAYLOAD_KEYS: keys });
    return found.find(({ check }) => check === 'payload keys');
  };
  expect(await verdictOf(key)).toMatchObject({ verdict: 'ok' });
  expect(await verdictOf(newPayloadKey('key-b'))).toMatchObject({ verdict: 'wrong', finding: 'missing here: key-a' });
});

test('looks at a codec server, and tells it from something else that answers', async () => {
  const access = { tokens: [{ name: 'ana', token: 'a-token-that-is-only-used-in-tests-01' }] };
  const codec = await startCodecServer({ keys: [], access, origins: [], logger: pino({ level: 'silent' }) });
  onCleanup(() => codec.stop());
  const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  onCleanup(() => other.close());
  const verdictOf = async (url: string) => {
    const found = await idvJson<Finding[]>(['doctor', '--no-vendor', '--codec-server', url], product.workerEnv);
    return found.find(({ check }) => check === 'codec server')?.verdict;
  };
  expect(await verdictOf(codec.url)).toBe('ok');
  expect(await verdictOf(`http://127.0.0.1:${(other.address() as AddressInfo).port}`)).toBe('wrong');
  expect(await verdictOf('http://127.0.0.1:1')).toBe('wrong');
});
