import { printingCommand } from './command';
import { print, type OutputOptions } from './print';
import { withTemporal } from './temporal';

/** `idv cancel`: withdraws a verification. */
export const cancel = printingCommand('cancel', 'Withdraw a verification; an outcome that it has already stays', [
  'cancel e0c34a77f5ac40a5',
])
  .argument('<verificationId>', 'MerchantBizId of its first attempt')
  .action((verificationId: string, options: OutputOptions) =>
    withTemporal(async ({ verifications }) => {
      await verifications.cancel(verificationId);
      print(options, { verificationId, requested: 'cancel' }, () => `Cancellation of ${verificationId} requested.`);
    }),
  );
