import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import pino from 'pino';
import { createCallbackReceiver, serveReceiverMetrics, startReceiverServer } from '../callback';
import { createDataConverter } from '../codec';
import { loadReceiverConfig } from '../config';
import { attemptWorkflowId } from '../contract/names';
import { untilToldToEnd } from './main';

/** `idv receiver`: the callback receiver, configured by the environment. */
export async function run(): Promise<void> {
  const config = loadReceiverConfig(process.env);
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const logger = pino({ level: config.logLevel, base: { pid: process.pid } });
  const connection = Connection.lazy(connectionOptions);
  const metrics =
    config.prometheusAddress === undefined ? undefined : await serveReceiverMetrics(config.prometheusAddress);
  const server = await startReceiverServer({
    receiver: createCallbackReceiver({
      client: new Client({
        connection,
        dataConverter: createDataConverter(config.payloadKeys),
        ...(namespace && { namespace }),
      }),
      keys: config.keys,
      timeoutMs: config.temporalTimeoutMs,
      onEvent: (event, target) => {
        metrics?.count(event);
        const workflowId = target && attemptWorkflowId(target.verificationId, target.attempt);
        logger.info({ event, workflowId }, 'Callback.');
      },
    }),
    host: config.host,
    port: config.port,
    isReady: () =>
      connection.withDeadline(Date.now() + config.temporalTimeoutMs, async () => {
        await connection.workflowService.getSystemInfo({});
        return true;
      }),
  });
  logger.info({ url: server.url, metricsUrl: metrics?.url }, 'Receiver ready.');
  await untilToldToEnd();
  await server.stop();
  await metrics?.stop();
  await connection.close();
}
