import type { VerificationFilter } from '../client';
import { printingCommand, wholeNumber } from './command';
import { collect, print, tableOf, type OutputOptions } from './print';
import { withTemporal } from './temporal';

/** `idv list`: verifications, newest first. */
export const list = printingCommand('list', 'List verifications, newest first', [
  'list',
  'list --status MANUAL_REVIEW --reason face-mismatch --limit 20',
])
  .option('--status <status>', 'e.g. AWAITING_RESULT, FALLBACK, MANUAL_REVIEW, APPROVED, REJECTED, EXPIRED, CANCELLED')
  .option('--reason <reason>', 'e.g. face-mismatch')
  .option('--sub-code <subCode>', 'e.g. 204')
  .option('--limit <number>', 'how many at most', wholeNumber, 50)
  .action(({ json, ...filter }: VerificationFilter & OutputOptions) =>
    withTemporal(async ({ verifications }) => {
      const all = await collect(verifications.list(filter));
      print({ json }, all, () =>
        tableOf(
          ['Verification', 'Status', 'Reason', 'SubCode', 'Started'],
          all.map((one) => [one.verificationId, one.status, one.reason, one.subCode, one.startedAt.toISOString()]),
        ),
      );
    }),
  );
