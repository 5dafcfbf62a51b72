import pino from 'pino';
import { startCodecServer } from '../codec/codec-server';
import { loadCodecConfig } from '../config';
import { untilToldToEnd } from './main';

/** `idv codec-server`: decodes payloads for Web UI and CLI, configured by the environment. */
export async function run(): Promise<void> {
  const { logLevel, payloadKeys, tokens, jwt, origins, host, port } = loadCodecConfig(process.env);
  const logger = pino({ level: logLevel, base: { pid: process.pid } });
  const server = await startCodecServer({ keys: payloadKeys, access: { tokens, jwt }, origins, logger, host, port });
  logger.info({ url: server.url }, 'Codec server ready.');
  await untilToldToEnd();
  await server.stop();
}
