import { stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { SEARCH_ATTRIBUTE_TYPES } from '../../src/contract/search-attributes';
import { findTemporalCli, startTemporalServer, type TemporalServer } from '../../src/server';
import type { ChaosServer } from './chaos-server';

/** The development server on a database file. */
export async function startDevServer(folder: string): Promise<ChaosServer> {
  const cliPath = await findTemporalCli({
    path: process.env.TEMPORAL_CLI_PATH,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  const dbFilename = join(folder, 'temporal.db');
  const logFile = join(folder, 'temporal-server.log');
  const start = (port?: number) =>
    startTemporalServer({ cliPath, dbFilename, logFile, port, searchAttributes: SEARCH_ATTRIBUTE_TYPES });
  let server: TemporalServer = await start();
  const { address } = server;
  return {
    name: 'development server on a database file',
    address,
    parts: [
      {
        name: 'temporal-server',
        crash: () => server.kill(),
        recover: async () => void (server = await start(Number(address.split(':')[1]))),
      },
    ],
    logFiles: [logFile],
    stored: () => bytesOf([dbFilename, `${dbFilename}-wal`]),
    stop: () => server.stop(),
  };
}

async function* bytesOf(files: readonly string[]): AsyncGenerator<Buffer> {
  for (const file of files) {
    const exists = await stat(file).then(
      () => true,
      () => false,
    );
    if (exists) yield* createReadStream(file, { highWaterMark: 16 * 1024 * 1024 });
  }
}
