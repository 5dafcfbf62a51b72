import { explainVerification, formatExplanation } from '../explain';
import { printingCommand } from './command';
import { print, type OutputOptions } from './print';
import { withTemporal } from './temporal';

/** `idv explain`: why a verification is where it is, or ended as it did. */
export const explain = printingCommand(
  'explain',
  'Tell why a verification is where it is, or ended as it did; from its histories alone, so no worker need run',
  ['explain e0c34a77f5ac40a5', 'explain e0c34a77f5ac40a5 --json'],
)
  .argument('<verificationId>', 'MerchantBizId of its first attempt')
  .action((verificationId: string, options: OutputOptions) =>
    withTemporal(async ({ client }) => {
      const explanation = await explainVerification(client, verificationId);
      print(options, explanation, () => formatExplanation(explanation));
    }),
  );
