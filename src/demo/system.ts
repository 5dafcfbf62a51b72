import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createCallbackReceiver, startReceiverServer } from '../callback';
import { createVerificationClient } from '../client';
import { createCloudauthClient } from '../cloudauth';
import { loadWorkerConfig } from '../config';
import { DEFAULT_TASK_QUEUE } from '../contract/names';
import { SIMULATOR_KEY, startSimulator } from '../simulator';
import { createWorkers } from '../worker';
import { DEMO_WORKER_VARIABLES } from './demo-policy';
import { Stage } from './stage';

/** Everything running at once: simulator, receiver, workers, client. */
export interface DemoSystem {
  stage: Stage;
  simulatorUrl: string;
  receiverUrl: string;
  stop(): Promise<void>;
}

/** What a system is started against. */
export interface DemoSystemOptions {
  temporalAddress: string;
  /** Default: `id-verification`. */
  taskQueue?: string;
}

/**
 * Starts all parts on free loopback ports, against a Temporal server that runs already. The workers sign with the
 * credentials of the environment, so those must be the simulator's.
 */
export async function startSystem(options: DemoSystemOptions): Promise<DemoSystem> {
  const cleanups: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  };
  try {
    return { ...(await startParts(options, cleanups)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  { temporalAddress: address, taskQueue = DEFAULT_TASK_QUEUE }: DemoSystemOptions,
  cleanups: WorkerPlace['cleanups'],
): Promise<Omit<DemoSystem, 'stop'>> {
  const connection = await Connection.connect({ address });
  cleanups.push(() => connection.close());
  const temporal = new Client({ connection });
  const simulator = await startSimulator({ callsPerSecond: 500 });
  cleanups.push(() => simulator.stop());
  const keys = [{ name: 'demo', secret: randomBytes(32).toString('base64url') }];
  const receiver = await startReceiverServer({
    receiver: createCallbackReceiver({ client: temporal, keys }),
    isReady: async () => true,
  });
  cleanups.push(() => receiver.stop());
  const vendor = createCloudauthClient({ credentials: async () => SIMULATOR_KEY, endpoint: new URL(simulator.url) });
  cleanups.push(() => vendor.close());
  const callback = { baseUrl: receiver.url, keys };
  const clientOf = (queue: string) => createVerificationClient({ client: temporal, callback, taskQueue: queue });
  const startWorkersOn = (queue: string) =>
    startWorkers({ address, vendorUrl: simulator.url, cleanups, taskQueue: queue });
  const lateQueue = `${taskQueue}-late`;
  await startWorkersOn(taskQueue);
  const late = { client: clientOf(lateQueue), startWorkers: () => startWorkersOn(lateQueue) };
  const stage = new Stage({ temporal, vendor, simulator, client: clientOf(taskQueue), late });
  return { stage, simulatorUrl: simulator.url, receiverUrl: receiver.url };
}

interface WorkerPlace {
  address: string;
  vendorUrl: string;
  taskQueue: string;
  cleanups: (() => Promise<unknown>)[];
}

async function startWorkers({ address, vendorUrl, taskQueue, cleanups }: WorkerPlace): Promise<void> {
  const connection = await NativeConnection.connect({ address });
  const workers = await createWorkers({
    connection,
    namespace: 'default',
    config: loadWorkerConfig({ ...DEMO_WORKER_VARIABLES, IDV_TASK_QUEUE: taskQueue, IDV_VENDOR_ENDPOINT: vendorUrl }),
  });
  const running = workers.run();
  cleanups.push(async () => {
    workers.shutdown();
    await running;
    await connection.close();
  });
}
