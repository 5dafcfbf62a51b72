import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createCloudauthClient } from '../../src/cloudauth';
import { createVerificationClient, type VerificationClient } from '../../src/client';
import { initializeAttempt } from '../../src/demo/initialize';
import { freePort } from '../../src/server';
import { SIMULATOR_KEY, startSimulator, type Simulator, type UserScriptInput } from '../../src/simulator';
import type { Policy } from '../../src/contract/schemas';
import { onCleanup } from './cleanup';
import { startIdv } from './idv';
import { CALLBACK_KEYS } from './product';
import { quickPolicy } from './quick-policy';
import { connectClient, uniqueId, uniqueTaskQueue } from './temporal';
import { DEMO_WORKER_VARIABLES } from '../../src/demo/demo-policy';

/** A worker and a receiver as they are deployed, each in a process of its own, with what they write and measure. */
export interface ObservedProduct {
  simulator: Simulator;
  client: VerificationClient;
  receiverUrl: string;
  workerMetricsUrl: string;
  receiverMetricsUrl: string;
  /** Every line that the processes have written on stdout so far. */
  lines: string[];
  /** Starts a verification of a user who follows the script. @returns its id */
  begin(script: UserScriptInput, policy?: Partial<Policy>): Promise<string>;
}

/** Starts worker and receiver processes with their metrics served. */
export async function startObservedProduct(env: Record<string, string> = {}): Promise<ObservedProduct> {
  const temporal = await connectClient();
  const simulator = await startSimulator({ callsPerSecond: 1000 });
  onCleanup(() => simulator.stop());
  const [key] = CALLBACK_KEYS;
  const taskQueue = uniqueTaskQueue();
  const [workerPort, receiverPort] = [await freePort(), await freePort()];
  const common = {
    ...DEMO_WORKER_VARIABLES,
    IDV_TASK_QUEUE: taskQueue,
    IDV_VENDOR_ENDPOINT: simulator.url,
    IDV_CENSUS_EVERY_S: '0.5',
    IDV_PROMETHEUS_ADDRESS: `127.0.0.1:${workerPort}`,
    IDV_RECEIVER_PROMETHEUS_ADDRESS: `127.0.0.1:${receiverPort}`,
    IDV_RECEIVER_PORT: '0',
    IDV_CALLBACK_KEYS: `${key?.name}:${key?.secret}`,
    ALIBABA_CLOUD_ACCESS_KEY_ID: SIMULATOR_KEY.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: SIMULATOR_KEY.accessKeySecret,
    ...env,
  };
  const lines: string[] = [];
  await startPart('worker', 'Worker ready', common, lines);
  const ready = await startPart('receiver', 'Receiver ready', common, lines);
  const { url: receiverUrl } = JSON.parse(ready) as { url: string };
  const client = createVerificationClient({
    client: temporal,
    taskQueue,
    callback: { baseUrl: receiverUrl, keys: CALLBACK_KEYS },
  });
  const vendor = createCloudauthClient({ credentials: async () => SIMULATOR_KEY, endpoint: new URL(simulator.url) });
  onCleanup(() => vendor.close());
  return {
    simulator,
    client,
    receiverUrl,
    lines,
    workerMetricsUrl: `http://127.0.0.1:${workerPort}/metrics`,
    receiverMetricsUrl: `http://127.0.0.1:${receiverPort}/metrics`,
    begin: async (script, policy = {}) => {
      const { merchantBizId, transactionId } = await initializeAttempt({ client, vendor, merchantBizId: uniqueId() });
      await client.start({ merchantBizId, transactionId, region: 'ap-southeast-1', policy: quickPolicy(policy) });
      simulator.control.script(transactionId, script);
      return merchantBizId;
    },
  };
}

/** Starts a process and waits for the line that says that it is ready; gathers all that it writes. */
async function startPart(name: string, ready: string, env: Record<string, string>, lines: string[]): Promise<string> {
  const child = startIdv([name], env);
  onCleanup(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  });
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      lines.push(line);
      if (line.includes(ready)) resolve(line);
    });
    child.once('exit', () => reject(new Error(`idv ${name} ended: ${said.join('')}`)));
  });
}
