import type { VerificationView } from '../client';
import { printingCommand } from './command';
import { outcomeText } from './outcome-text';
import { factsOf, print, type OutputOptions } from './print';
import { withTemporal, workflowUrl } from './temporal';

/** `idv get`: where a verification stands. */
export const get = printingCommand('get', 'Show where a verification stands', [
  'get e0c34a77f5ac40a5',
  'get e0c34a77f5ac40a5 --json',
])
  .argument('<verificationId>', 'MerchantBizId of its first attempt')
  .action((verificationId: string, options: OutputOptions) =>
    withTemporal(async (operator) => {
      const view = await operator.verifications.get(verificationId);
      const url = workflowUrl(operator, view.workflowId);
      print(options, { ...view, url }, () => `${viewText(view)}\nWeb UI: ${url}`);
    }),
  );

function viewText(view: VerificationView): string {
  const { verificationId, startedAt } = view;
  switch (view.phase) {
    case 'ended':
      return outcomeText(view.outcome);
    case 'failed':
      return factsOf({
        Verification: verificationId,
        Status: `${view.temporalStatus} without an outcome`,
        Started: startedAt,
      });
    case 'unanswered':
      return factsOf({
        Verification: verificationId,
        Status: view.status,
        Reason: view.reason,
        Started: startedAt,
        Note: 'No worker answered; see idv doctor.',
      });
    case 'open':
      return openText(view);
  }
}

function openText({
  verificationId,
  startedAt,
  state,
  fallback,
}: Extract<VerificationView, { phase: 'open' }>): string {
  const waiting = fallback?.waiting ?? state.waiting;
  return factsOf({
    Verification: verificationId,
    Status: state.status,
    Reason: state.reason,
    'Waits for': waiting?.for,
    Since: waiting?.since,
    Until: waiting?.until,
    In: waiting?.workflowId,
    Attempts: state.attempts.length,
    Reviews: state.reviews.length,
    Started: startedAt,
  });
}
