import { readFileSync } from 'node:fs';
import type { StartInput } from '../client';
import { CommandError, EXIT_STATUS } from './exit-status';
import { printingCommand, secondsAsMs } from './command';
import { outcomeText } from './outcome-text';
import { factsOf, print, type OutputOptions } from './print';
import { withTemporal, workflowUrl, type Operator } from './temporal';

interface StartOptions extends OutputOptions {
  transactionId: string;
  region: StartInput['region'];
  policy?: string;
  policyFile?: string;
  account?: string;
  productCode?: string;
  wait?: number;
}

/** `idv start`: starts a verification of a transaction that Initialize opened. */
export const start = printingCommand('start', 'Start a verification of a transaction that Initialize opened', [
  'start e0c34a77f5ac40a5 --transaction-id hksb5e8a0333 --region ap-southeast-1',
  'start e0c34a77f5ac40a5 --transaction-id hksb5e8a0333 --region ap-southeast-1 --policy-file strict.json --wait 600',
])
  .argument('<merchantBizId>', 'your id of it: 1 to 32 letters and digits')
  .requiredOption('--transaction-id <id>', 'TransactionId that Initialize gave')
  .requiredOption('--region <region>', 'region in which Initialize was called')
  .option('--policy <name/version>', 'a built-in policy (default: default/1)')
  .option('--policy-file <file>', 'a whole policy, as JSON')
  .option('--account <account>', "profile of the vendor's credentials file")
  .option('--product-code <code>', 'product whose QPS limit counts')
  .option('--wait <seconds>', 'wait for the outcome, at most so long', secondsAsMs)
  .action((merchantBizId: string, options: StartOptions) =>
    withTemporal((operator) => startVerification(operator, merchantBizId, options)),
  );

async function startVerification(operator: Operator, merchantBizId: string, options: StartOptions): Promise<void> {
  const { transactionId, region, policy, policyFile, account, productCode, wait } = options;
  const wholePolicy = policyFile === undefined ? policy : (readPolicy(policyFile) as StartInput['policy']);
  const input = { merchantBizId, transactionId, region, policy: wholePolicy, account, productCode };
  const started = await operator.verifications.start(input);
  if (wait === undefined) {
    const url = workflowUrl(operator, started.workflowId);
    const what = started.started ? 'started' : 'was started before';
    print(options, { ...started, url }, () => factsOf({ Verification: `${merchantBizId} ${what}`, 'Web UI': url }));
    return;
  }
  const outcome = await operator.verifications.outcome(merchantBizId, { timeoutMs: wait });
  print(options, outcome, () => outcomeText(outcome));
}

function readPolicy(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new CommandError(EXIT_STATUS.usage, `--policy-file: ${file} is not there, or not JSON.`);
  }
}
