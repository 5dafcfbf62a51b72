import { loadClientConnectConfig } from '@temporalio/envconfig';
import { loadWorkerConfig } from '../config';
import { REGIONS, type Region } from '../contract/check-result';
import { checkCodecServer, checkTemporal, checkVendor } from '../doctor';
import { printingCommand } from './command';
import { exitByFindings, findingsText } from './findings-text';
import { print, type OutputOptions } from './print';
import { withTemporal } from './temporal';

/** `idv doctor`: looks at everything that verifications depend on. */
export const doctor = printingCommand(
  'doctor',
  'Look at everything that verifications depend on, and say what to do; reads what a worker would be configured with',
  ['doctor', 'doctor --region ap-southeast-1 cn-hongkong', 'doctor --json'],
)
  .option('--region <region...>', `regions in use: ${REGIONS.join(', ')}`, ['ap-southeast-1'])
  .option('--codec-server <url>', 'look at a codec server too')
  .option('--no-vendor', 'leave the vendor out: no call is made to it')
  .action(async (options: OutputOptions & { region: Region[]; vendor: boolean; codecServer?: string }) => {
    const config = loadWorkerConfig(process.env);
    const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
    const { accounts, deployment } = config;
    const keyIds = config.payloadKeys.map(({ id }) => id);
    const address = connectionOptions.address ?? '127.0.0.1:7233';
    const findings = await withTemporal(async ({ client, taskQueue }) => {
      const profiles = [undefined, ...new Set(accounts.map(({ account }) => account))];
      const vendor = { endpoint: config.vendor.endpoint, regions: options.region, profiles };
      const checks = [checkTemporal({ client, address, namespace, taskQueue, accounts, deployment, keyIds })];
      if (options.vendor) checks.push(checkVendor(vendor));
      if (options.codecServer) checks.push(checkCodecServer(options.codecServer).then((finding) => [finding]));
      return (await Promise.all(checks)).flat();
    });
    print(options, findings, () => findingsText(findings));
    exitByFindings(findings);
  });
