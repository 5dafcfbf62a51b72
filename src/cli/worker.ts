import { loadClientConnectConfig } from '@temporalio/envconfig';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { loadWorkerConfig } from '../config';
import { checkBeforeStart, createWorkers, installRuntime, keepCensus } from '../worker';
import { untilToldToEnd } from './main';

/** `idv worker`: the workers of one process, configured by the environment. */
export async function run(): Promise<void> {
  const config = loadWorkerConfig(process.env);
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  await checkBeforeStart(connectionOptions, namespace, config);
  const logger = installRuntime(config);
  const connection = await NativeConnection.connect(connectionOptions);
  const workers = await createWorkers({
    connection,
    namespace,
    config,
  });
  void untilToldToEnd().then((signal) => {
    logger.info({ signal }, 'Worker ends: calls under way are finished first.');
    workers.shutdown();
  });
  const running = workers.run();
  const counting = new AbortController();
  const census = startCensus(new Client({ connection, namespace }), config.censusEveryMs, counting.signal, logger);
  logger.info({ taskQueue: config.taskQueue, namespace }, 'Worker ready.');
  try {
    await running;
  } finally {
    counting.abort();
    await census;
    await connection.close();
  }
}

/** Counts what is open for the metrics, where that is wanted. */
async function startCensus(client: Client, everyMs: number, signal: AbortSignal, logger: Logger): Promise<void> {
  if (everyMs === 0) return;
  await keepCensus({
    client,
    everyMs,
    signal,
    meter: Runtime.instance().metricMeter,
    onFailure: ({ message }) => {
      if (!signal.aborted) logger.warn({ error: message }, 'The open verifications could not be counted.');
    },
  });
}
