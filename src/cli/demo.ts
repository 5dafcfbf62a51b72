import { SEARCH_ATTRIBUTE_TYPES } from '../contract/search-attributes';
import { isAsExpected, playScenarios, reportTable, startSystem } from '../demo';
import { findTemporalCli, startTemporalServer } from '../server';
import { SIMULATOR_KEY } from '../simulator';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { untilToldToEnd } from './main';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** `npm start`: everything at once, one verification for every branch; with `--once`, or without a terminal, it ends by itself. */
export async function run(options: { once?: boolean }): Promise<void> {
  const once = options.once === true || !process.stdout.isTTY;
  // The simulator's own key, and whatever else the environment holds stays out of it.
  process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = SIMULATOR_KEY.accessKeyId;
  process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = SIMULATOR_KEY.accessKeySecret;
  delete process.env.ALIBABA_CLOUD_SECURITY_TOKEN;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  const toldToEnd = untilToldToEnd();
  const cliPath = await findTemporalCli({ path: process.env.TEMPORAL_CLI_PATH, onProgress: say });
  const server = await startTemporalServer({ cliPath, searchAttributes: SEARCH_ATTRIBUTE_TYPES, ui: true });
  say(`Temporal ${server.address}, Web UI ${server.uiUrl}`);
  try {
    const system = await startSystem({ temporalAddress: server.address });
    say(`Simulator ${system.simulatorUrl}, callback receiver ${system.receiverUrl}\n`);
    try {
      const all = await Promise.race([playScenarios(system), toldToEnd.then(() => [])]);
      const wrong = all.filter((played) => !isAsExpected(played)).length;
      if (all.length > 0)
        say(`\n${reportTable(all, server.uiUrl)}\n\n${all.length - wrong} of ${all.length} ended as expected.`);
      process.exitCode = all.length > 0 && wrong === 0 ? 0 : 1;
      if (!once && all.length > 0) {
        say(`The Web UI stays at ${server.uiUrl} until Ctrl-C.`);
        await toldToEnd;
      }
    } finally {
      await system.stop();
    }
  } finally {
    await server.stop();
  }
  // Scenarios that were interrupted would go on asking.
  process.exit();
}
