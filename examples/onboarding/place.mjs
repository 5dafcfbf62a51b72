import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  findTemporalCli,
  SEARCH_ATTRIBUTE_TYPES,
  SIMULATOR_KEY,
  startSimulator,
  startTemporalServer,
} from 'temporal-id-verification/testing';

/**
 * Everything that the example runs on. With credentials in the environment it is your own Temporal server and the vendor;
 * without, a development server, the simulator and a worker are started here.
 */
export async function startPlace(env) {
  if (env.ALIBABA_CLOUD_ACCESS_KEY_ID) {
    return { temporalAddress: env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233', endpoint: 'public', stop: async () => {} };
  }
  const cliPath = await findTemporalCli({ path: env.TEMPORAL_CLI_PATH, onProgress: console.error });
  const temporal = await startTemporalServer({ cliPath, searchAttributes: SEARCH_ATTRIBUTE_TYPES, ui: true });
  const simulator = await startSimulator({ userTakesMs: 1_500 });
  process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = SIMULATOR_KEY.accessKeyId;
  process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = SIMULATOR_KEY.accessKeySecret;
  const worker = await startWorker({ TEMPORAL_ADDRESS: temporal.address, IDV_VENDOR_ENDPOINT: simulator.url });
  return {
    temporalAddress: temporal.address,
    endpoint: new URL(simulator.url),
    webUi: temporal.uiUrl,
    stop: async () => {
      const ended = once(worker, 'exit');
      worker.kill('SIGTERM');
      await ended;
      await simulator.stop();
      await temporal.stop();
    },
  };
}

/** The workers run in a process of their own, as they do in production. */
async function startWorker(env) {
  const manifest = createRequire(import.meta.url).resolve('temporal-id-verification/package.json');
  const worker = spawn(process.execPath, [join(dirname(manifest), 'dist', 'cli', 'idv.js'), 'worker'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: worker.stdout })) if (line.includes('Worker ready')) break;
  worker.stdout.resume();
  return worker;
}
