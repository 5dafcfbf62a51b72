import { printingCommand, wholeNumber } from './command';
import { print, type OutputOptions } from './print';
import { withTemporal } from './temporal';

interface SubmitOptions extends OutputOptions {
  merchantBizId: string;
  transactionId: string;
}

/** `idv submit`: gives a fallback its new transaction. */
export const submit = printingCommand('submit', 'Give a fallback the new transaction that Initialize opened for it', [
  'submit e0c34a77f5ac40a5 2 --merchant-biz-id 7f5ac40a5e0c34a7 --transaction-id hks8b5e0a033',
])
  .argument('<verificationId>', 'MerchantBizId of its first attempt')
  .argument('<attempt>', 'number of the attempt that waits for it', wholeNumber)
  .requiredOption('--merchant-biz-id <id>', 'MerchantBizId of the new Initialize')
  .requiredOption('--transaction-id <id>', 'TransactionId that it gave')
  .action((verificationId: string, attempt: number, { merchantBizId, transactionId, ...options }: SubmitOptions) =>
    withTemporal(async ({ verifications }) => {
      await verifications.submitTransaction(verificationId, attempt, { merchantBizId, transactionId });
      print(options, { verificationId, attempt, submitted: true }, () => `Attempt ${attempt} has its transaction.`);
    }),
  );
