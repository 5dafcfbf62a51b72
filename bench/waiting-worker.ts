import { NativeConnection, Runtime, Worker, DefaultLogger } from '@temporalio/worker';
import { createActivities, DEFAULT_RETRY_CADENCE } from '../src/activities';
import { createCloudauthClient } from '../src/cloudauth';
import { checkResultTaskQueue } from '../src/contract/names';
import { takeUpRole, type RoleAtWork } from './bench-process';

/** Where the worker works, and how many workflows it keeps. */
export interface WaitingWorkerSettings {
  address: string;
  taskQueue: string;
  vendorUrl: string;
  maxCachedWorkflows: number;
}

/** The worker's own heap after garbage collection, in bytes. */
export interface Memory {
  heapBytes: number;
  residentBytes: number;
}

if (require.main === module) takeUpRole({ worker });

/** The product's workflows and activities, with the workflows in the main thread, where their heap can be measured. */
async function worker(settings: WaitingWorkerSettings): Promise<RoleAtWork> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const { address, taskQueue, vendorUrl, maxCachedWorkflows } = settings;
  const connection = await NativeConnection.connect({ address });
  const workflows = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: { codePath: 'dist/workflow-bundle.js' },
    maxCachedWorkflows,
    debugMode: true,
  });
  const vendor = createCloudauthClient({
    endpoint: new URL(vendorUrl),
    credentials: async () => ({ accessKeyId: 'an-access-key-id', accessKeySecret: 'an-access-key-secret' }),
  });
  const calls = await Worker.create({
    connection,
    taskQueue: checkResultTaskQueue(taskQueue),
    activities: { ...createActivities({ cloudauthFor: () => vendor, cadence: DEFAULT_RETRY_CADENCE }) },
  });
  void workflows.run();
  void calls.run();
  return { ready: {}, answer: async () => memory() };
}

function memory(): Memory {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapBytes: heapUsed, residentBytes: rss };
}
