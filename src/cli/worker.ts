import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { loadWorkerConfig } from '../config';
import { checkBeforeStart, createWorkers, installRuntime } from '../worker';
import { main, untilToldToEnd } from './main';

/** `npm run worker`: the workers of one process, configured by the environment. */
main(async () => {
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
  logger.info({ taskQueue: config.taskQueue, namespace }, 'Worker ready.');
  await running;
  await connection.close();
});
