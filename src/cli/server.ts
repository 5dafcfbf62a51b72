import { SEARCH_ATTRIBUTE_TYPES } from '../contract/search-attributes';
import { findTemporalCli, startTemporalServer } from '../server';
import { untilToldToEnd } from './main';

/** `idv server`: a Temporal server for development, with its Web UI and the search attributes. */
export async function run(): Promise<void> {
  const cliPath = await findTemporalCli({
    path: process.env.TEMPORAL_CLI_PATH,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  const server = await startTemporalServer({ cliPath, searchAttributes: SEARCH_ATTRIBUTE_TYPES, port: 7233, ui: 8233 });
  process.stdout.write(`Temporal: ${server.address}\nWeb UI:   ${server.uiUrl}\n`);
  await untilToldToEnd();
  await server.stop();
}
