import { loadSimulatorConfig } from '../config';
import { SIMULATOR_KEY, startSimulator } from '../simulator';
import { untilToldToEnd } from './main';

/** `idv simulator`: the vendor's API on loopback. It knows one key: the usual variables', or its own. */
export async function run(): Promise<void> {
  const {
    ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId = SIMULATOR_KEY.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret = SIMULATOR_KEY.accessKeySecret,
  } = process.env;
  const simulator = await startSimulator({
    ...loadSimulatorConfig(process.env),
    accessKeys: [{ accessKeyId, accessKeySecret }],
  });
  process.stdout.write(`ID Verification simulator: ${simulator.url}\n`);
  await untilToldToEnd();
  await simulator.stop();
}
