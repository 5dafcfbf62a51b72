import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import pino from 'pino';
import { createCallbackReceiver, startReceiverServer } from '../callback';
import { createDataConverter } from '../codec';
import { loadReceiverConfig } from '../config';
import { main, untilToldToEnd } from './main';

/** `npm run receiver`: the callback receiver, configured by the environment. */
main(async () => {
  const config = loadReceiverConfig(process.env);
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const logger = pino({ level: config.logLevel, base: { pid: process.pid } });
  const connection = Connection.lazy(connectionOptions);
  const server = await startReceiverServer({
    receiver: createCallbackReceiver({
      client: new Client({
        connection,
        dataConverter: createDataConverter(config.payloadKeys),
        ...(namespace && { namespace }),
      }),
      keys: config.keys,
      timeoutMs: config.temporalTimeoutMs,
      onEvent: (event, target) => logger.info({ event, ...target }, 'Callback.'),
    }),
    host: config.host,
    port: config.port,
    isReady: () =>
      connection.withDeadline(Date.now() + config.temporalTimeoutMs, async () => {
        await connection.workflowService.getSystemInfo({});
        return true;
      }),
  });
  logger.info({ url: server.url }, 'Receiver ready.');
  await untilToldToEnd();
  await server.stop();
  await connection.close();
});
