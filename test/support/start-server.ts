import { SEARCH_ATTRIBUTE_TYPES } from '../../src/contract/search-attributes';
import { findTemporalCli, startTemporalServer, type TemporalServer } from '../../src/server';

declare global {
  var sharedTemporalServer: TemporalServer | undefined;
}

/** One Temporal server for all tests; they share it under task queues and ids of their own. */
export default async function startServer(): Promise<void> {
  const cliPath = await findTemporalCli({
    path: process.env.TEMPORAL_CLI_PATH,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  globalThis.sharedTemporalServer = await startTemporalServer({ cliPath, searchAttributes: SEARCH_ATTRIBUTE_TYPES });
  process.env.TEST_TEMPORAL_ADDRESS = globalThis.sharedTemporalServer.address;
  process.env.TEST_TEMPORAL_CLI = cliPath;
}
