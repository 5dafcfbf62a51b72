import { printingCommand } from './command';
import { print, type OutputOptions } from './print';
import { withTemporal } from './temporal';

interface SendOptions extends OutputOptions {
  operator: string;
  reason: string;
}

/** `idv send-to-review`: lets a person decide now. */
export const sendToReview = printingCommand('send-to-review', 'Stop waiting for a result and let a reviewer decide', [
  'send-to-review e0c34a77f5ac40a5 --operator ana@example.com --reason "the user called in"',
])
  .argument('<verificationId>', 'MerchantBizId of its first attempt')
  .requiredOption('--operator <name>', 'who asks for it: a user name or mail address')
  .requiredOption('--reason <text>', 'why; it stands in the audit trail')
  .action((verificationId: string, { operator, reason, ...options }: SendOptions) =>
    withTemporal(async ({ verifications }) => {
      await verifications.sendToReview(verificationId, { operator, reason });
      print(options, { verificationId, sentToReview: true }, () => `${verificationId} goes to review.`);
    }),
  );
