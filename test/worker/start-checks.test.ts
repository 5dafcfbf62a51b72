import { SEARCH_ATTRIBUTES } from '../../src/contract/search-attributes';
import { startTemporalServer } from '../../src/server';
import { onCleanup } from '../support/cleanup';
import { runWorkerToItsEnd } from '../support/worker-process';

const CREDENTIALS = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'key', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'the-secret' };

test('no server: one sentence that says what to do', async () => {
  const { status, stderr } = await runWorkerToItsEnd({ ...CREDENTIALS, TEMPORAL_ADDRESS: '127.0.0.1:1' });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'No Temporal server answers at 127.0.0.1:1. Start one (npm run server), or set TEMPORAL_ADDRESS.\n',
  });
});

test('no such namespace: named', async () => {
  const { status, stderr } = await runWorkerToItsEnd({ ...CREDENTIALS, TEMPORAL_NAMESPACE: 'nowhere' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The namespace "nowhere" does not exist at .*\n$/);
});

test('no search attributes: their names, and the command that creates them', async () => {
  const server = await startTemporalServer({
    cliPath: process.env.TEST_TEMPORAL_CLI ?? 'temporal',
    searchAttributes: {},
  });
  onCleanup(() => server.stop());
  const { status, stderr } = await runWorkerToItsEnd({ ...CREDENTIALS, TEMPORAL_ADDRESS: server.address });
  expect(status).toBe(1);
  for (const { name } of Object.values(SEARCH_ATTRIBUTES)) expect(stderr).toContain(name);
  expect(stderr).toContain('idv setup --create');
});

test('no credentials: the variables to set, and no stack', async () => {
  const { status, stderr } = await runWorkerToItsEnd({
    HOME: '/nonexistent',
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
    ALIBABA_CLOUD_PROFILE: 'none',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^No Alibaba Cloud credentials were found\. Set ALIBABA_CLOUD_ACCESS_KEY_ID .*\n$/);
});

test('wrong variables: all of them at once', async () => {
  const { status, stderr } = await runWorkerToItsEnd({ IDV_TASK_QUEUE: 'a b', IDV_SHUTDOWN_GRACE_MS: 'long' });
  expect(status).toBe(2);
  expect(stderr.split('\n').map((line) => line.split(':')[0])).toEqual(['IDV_TASK_QUEUE', 'IDV_SHUTDOWN_GRACE_MS', '']);
});
