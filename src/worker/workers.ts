import { hostname } from 'node:os';
import type { NativeConnection } from '@temporalio/worker';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities, type RetryCadence } from '../activities';
import { createCloudauthClient, createCredentialsSource, type CloudauthClient } from '../cloudauth';
import type { WorkerConfig } from '../config';
import { checkResultTaskQueue, type AccountAndProduct } from '../contract/names';
import { workerDataConverter } from './data-converter';
import { WORKFLOW_BUNDLE_PATHS } from './workflow-bundle';

/**
 * Part of the vendor's limit that the task queue is given. Its token bucket fills in each of its partitions, so its average
 * was measured up to 8 % above what it was set to; the vendor counts every call.
 */
const SHARE_OF_LIMIT = 0.9;

/** What the workers of a process run on. */
export interface WorkerEnvironment {
  connection: NativeConnection;
  namespace: string;
  config: WorkerConfig;
}

/** The workers of one process: one for the workflows, one for each check-result queue. */
export interface IdVerificationWorkers {
  /** Runs until {@link shutdown}, or until one of them fails; then all end. */
  run(): Promise<void>;
  /** Asks all to end: no new work, work under way has the configured grace. */
  shutdown(): void;
}

/** Creates the workers. Each check-result queue keeps its QPS limit over all processes (a limit of the task queue). */
export async function createWorkers(environment: WorkerEnvironment): Promise<IdVerificationWorkers> {
  const { config } = environment;
  const vendors = new VendorConnections(config);
  const activities = createActivities({
    cloudauthFor: (account) => vendors.for(account),
    cadence: config.cadence satisfies RetryCadence,
  });
  const workflowWorker = await Worker.create({
    ...commonOptions(environment, 'workflows'),
    taskQueue: config.taskQueue,
    workflowBundle: { codePath: WORKFLOW_BUNDLE_PATHS[config.payloadKeys.length > 0 ? 'encoded' : 'readable'] },
    // Workflow code tells apart what may be ignored and what has to wait for its key.
    dataConverter: workerDataConverter(config.payloadKeys, 'pass'),
    // What a crashed worker had in memory waits this long for it before another one takes it up.
    stickyQueueScheduleToStartTimeout: '5s',
    ...(config.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: config.maxCachedWorkflows }),
  });
  const queues = [{ callsPerSecond: config.callsPerSecond }, ...config.accounts];
  const callWorkers = await Promise.all(
    queues.map((queue: AccountAndProduct & { callsPerSecond: number }) =>
      Worker.create({
        ...commonOptions(environment, 'calls'),
        taskQueue: checkResultTaskQueue(config.taskQueue, queue),
        maxTaskQueueActivitiesPerSecond: queue.callsPerSecond * SHARE_OF_LIMIT,
        activities: { ...activities },
        dataConverter: workerDataConverter(config.payloadKeys, 'throw'),
      }),
    ),
  );
  return runTogether([workflowWorker, ...callWorkers], vendors);
}

function commonOptions({ connection, namespace, config }: WorkerEnvironment, role: string): Partial<WorkerOptions> {
  return {
    connection,
    namespace,
    identity: `idv-worker-${role}@${hostname()}:${process.pid}`,
    shutdownGraceTime: config.shutdownGraceMs,
    ...(config.deployment && {
      workerDeploymentOptions: {
        version: config.deployment,
        useWorkerVersioning: true,
        defaultVersioningBehavior: 'AUTO_UPGRADE' as const,
      },
    }),
  };
}

function runTogether(workers: Worker[], vendors: VendorConnections): IdVerificationWorkers {
  const shutdown = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const runOne = async (worker: Worker) => {
    try {
      await worker.run();
    } finally {
      shutdown();
    }
  };
  return {
    run: async () => {
      const ends = await Promise.allSettled(workers.map(runOne));
      await vendors.close();
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
    shutdown,
  };
}

/** One connection to the vendor for each account: an account is a profile of the vendor's credentials file. */
class VendorConnections {
  private readonly clients = new Map<string | undefined, CloudauthClient>();
  private readonly vendor: WorkerConfig['vendor'];

  constructor({ vendor }: WorkerConfig) {
    this.vendor = vendor;
  }

  for(account: string | undefined): CloudauthClient {
    let client = this.clients.get(account);
    if (!client) {
      client = createCloudauthClient({ ...this.vendor, credentials: createCredentialsSource({ profile: account }) });
      this.clients.set(account, client);
    }
    return client;
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }
}
