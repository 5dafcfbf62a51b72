import { join } from 'node:path';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { Pool } from 'undici';

let pool: Pool | undefined;

/** One call, as short as it can be written. */
export async function bareCall(vendorUrl: string): Promise<unknown> {
  pool ??= new Pool(vendorUrl);
  const { body } = await pool.request({ path: '/', method: 'POST' });
  const answer = JSON.parse(await body.text()) as { Result: { Passed: string; SubCode: string } };
  return { passed: answer.Result.Passed, subCode: answer.Result.SubCode };
}

/** The queue for calls that are kept apart. */
export function callQueueOf(taskQueue: string): string {
  return `${taskQueue}.calls`;
}

async function run(address: string, taskQueue: string): Promise<void> {
  const connection = await NativeConnection.connect({ address });
  const workflowBundle = await bundleWorkflowCode({ workflowsPath: join(__dirname, 'bare-workflow.js') });
  const worker = await Worker.create({ connection, taskQueue, workflowBundle, activities: { bareCall } });
  const calls = await Worker.create({ connection, taskQueue: callQueueOf(taskQueue), activities: { bareCall } });
  const running = Promise.all([worker.run(), calls.run()]);
  process.stdout.write('Worker ready\n');
  process.once('SIGTERM', () => {
    worker.shutdown();
    calls.shutdown();
  });
  await running;
}

if (require.main === module) {
  const { TEMPORAL_ADDRESS: address = '', IDV_TASK_QUEUE: taskQueue = '' } = process.env;
  run(address, taskQueue).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
}
