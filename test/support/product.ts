import type { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { createCallbackReceiver, startReceiverServer } from '../../src/callback';
import { createVerificationClient, type VerificationClient } from '../../src/client';
import { createDataConverter } from '../../src/codec';
import { createCloudauthClient } from '../../src/cloudauth';
import { loadWorkerConfig } from '../../src/config';
import { DEMO_WORKER_VARIABLES } from '../../src/demo/demo-policy';
import { initializeAttempt } from '../../src/demo/initialize';
import { SIMULATOR_KEY, startSimulator, type Simulator, type UserScriptInput } from '../../src/simulator';
import { createWorkers } from '../../src/worker';
import { onCleanup } from './cleanup';
import { connectClient, temporalAddress, uniqueId, uniqueTaskQueue } from './temporal';

/** Key of the CallbackToken in tests. */
export const CALLBACK_KEYS = [{ name: 'test', secret: 'a-key-that-is-only-used-in-tests-0001' }];

/** The whole product, running: simulator, receiver, client, and workers unless left out. */
export interface Product {
  temporal: Client;
  simulator: Simulator;
  client: VerificationClient;
  taskQueue: string;
  callbackBaseUrl: string;
  /** What a worker process needs in its environment. */
  workerEnv: Record<string, string>;
  /** More workers, or the first ones; with variables of their own, where given. */
  startWorkers(env?: Record<string, string>): Promise<RunningWorkers>;
  /** Calls Initialize as a backend does; the user then follows the script. */
  initialize(options?: InitializeOptions): Promise<{ merchantBizId: string; transactionId: string }>;
}

/** Workers under way. */
export interface RunningWorkers {
  /** Ends them before the test does. */
  stop(): Promise<void>;
}

/** A user and how the backend initialises the flow. */
export interface InitializeOptions {
  verificationId?: string;
  attempt?: number;
  script?: UserScriptInput;
}

/** Starts the product against the tests' Temporal server. Everything ends with the test, or with the file. */
export async function startProduct(
  options: {
    workers?: boolean;
    env?: Record<string, string>;
    limits?: Record<string, number>;
    userTakesMs?: number;
    taskQueue?: string;
  } = {},
): Promise<Product> {
  const temporal = await connectClient(createDataConverter(loadWorkerConfig(options.env ?? {}).payloadKeys));
  const simulator = await startSimulator({
    callsPerSecond: 1000,
    limits: options.limits,
    userTakesMs: options.userTakesMs,
  });
  onCleanup(() => simulator.stop());
  const receiver = await startReceiverServer({
    receiver: createCallbackReceiver({ client: temporal, keys: CALLBACK_KEYS }),
    isReady: async () => true,
  });
  onCleanup(() => receiver.stop());
  const taskQueue = options.taskQueue ?? uniqueTaskQueue();
  const client = createVerificationClient({
    client: temporal,
    taskQueue,
    callback: { baseUrl: receiver.url, keys: CALLBACK_KEYS },
  });
  const workerEnv = {
    ...DEMO_WORKER_VARIABLES,
    IDV_TASK_QUEUE: taskQueue,
    IDV_VENDOR_ENDPOINT: simulator.url,
    ALIBABA_CLOUD_ACCESS_KEY_ID: SIMULATOR_KEY.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: SIMULATOR_KEY.accessKeySecret,
    ...options.env,
  };
  const product: Product = {
    temporal,
    simulator,
    client,
    taskQueue,
    workerEnv,
    callbackBaseUrl: receiver.url,
    startWorkers: (env) => startWorkers({ ...workerEnv, ...env }),
    initialize: createBackend(simulator, client),
  };
  if (options.workers ?? true) await product.startWorkers();
  return product;
}

async function startWorkers(env: Record<string, string>): Promise<RunningWorkers> {
  quietRuntime();
  process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = env.ALIBABA_CLOUD_ACCESS_KEY_ID;
  process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = env.ALIBABA_CLOUD_ACCESS_KEY_SECRET;
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const workers = await createWorkers({
    connection,
    namespace: 'default',
    config: loadWorkerConfig(env),
  });
  const running = workers.run();
  let ended: Promise<void> | undefined;
  const stop = async () => {
    workers.shutdown();
    await running;
    await connection.close();
  };
  const stopOnce = () => (ended ??= stop());
  onCleanup(stopOnce);
  return { stop: stopOnce };
}

let runtimeInstalled = false;
function quietRuntime(): void {
  if (runtimeInstalled) return;
  runtimeInstalled = true;
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
}

function createBackend(simulator: Simulator, client: VerificationClient): Product['initialize'] {
  const vendor = createCloudauthClient({
    credentials: async () => SIMULATOR_KEY,
    endpoint: new URL(simulator.url),
  });
  onCleanup(() => vendor.close());
  return async ({ verificationId, attempt, script = {} } = {}) => {
    const merchantBizId = uniqueId();
    const { transactionId } = await initializeAttempt({ client, vendor, verificationId, merchantBizId, attempt });
    simulator.control.script(transactionId, script);
    return { merchantBizId, transactionId };
  };
}
