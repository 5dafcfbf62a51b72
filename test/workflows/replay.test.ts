import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { SCENARIOS } from '../../src/demo/scenarios';
import { recordedHistories } from '../support/recorded-histories';

const histories = recordedHistories();
const workflowBundle = { code: readFileSync('dist/workflow-bundle.js', 'utf8') };

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
});

test('there is a recorded history for every branch', () => {
  const names = histories.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(SCENARIOS.map(({ name }) => name)));
});

test.each(histories.map((recorded) => [recorded.name, recorded] as const))(
  'the recorded history %s is replayed by the current code',
  async (_, { history, workflowId }) => {
    await expect(Worker.runReplayHistory({ workflowBundle }, history, workflowId)).resolves.toBeUndefined();
  },
);

test('a workflow that was changed does not replay them', async () => {
  const changed = await bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', 'support', 'changed-workflows.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const passed = histories.find(({ name }) => name === 'passed');
  await expect(
    Worker.runReplayHistory({ workflowBundle: changed }, passed?.history, passed?.workflowId),
  ).rejects.toThrow(DeterminismViolationError);
});
