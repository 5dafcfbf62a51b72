import { Command } from 'commander';
import { loadReceiverConfig } from '../config';
import { printingCommand, wholeNumber } from './command';
import { CommandError, EXIT_STATUS } from './exit-status';
import { print, type OutputOptions } from './print';
import { withTemporal, type Operator } from './temporal';

interface SendOptions extends OutputOptions {
  attempt: number;
  transactionId?: string;
  passed?: string;
  subCode?: string;
  receiver?: string;
}

/** `idv callback`: the vendor's callback, sent by hand. */
export const callback = new Command('callback').description("Send the vendor's callback by hand").addCommand(
  printingCommand(
    'send',
    'Send a callback as the vendor does, with a valid token: to try a receiver, or for a lost one',
    ['callback send e0c34a77f5ac40a5', 'callback send e0c34a77f5ac40a5 --attempt 2 --receiver https://id.example.com'],
  )
    .argument('<verificationId>', 'MerchantBizId of its first attempt')
    .option('--attempt <number>', 'number of the attempt', wholeNumber, 1)
    .option('--transaction-id <id>', "default: the attempt's own")
    .option('--passed <passed>', 'what the callback claims: Y or N')
    .option('--sub-code <subCode>', 'what the callback claims, e.g. 200')
    .option('--receiver <url>', 'base URL of the receiver (default: IDV_RECEIVER_HOST and IDV_RECEIVER_PORT)')
    .action(async (verificationId: string, options: SendOptions) => {
      const { keys, host, port } = loadReceiverConfig(process.env);
      const baseUrl = options.receiver ?? `http://${host}:${port}`;
      await withTemporal((operator) => send(operator, verificationId, options), { baseUrl, keys });
    }),
);

async function send({ verifications }: Operator, verificationId: string, options: SendOptions): Promise<void> {
  const { attempt, passed, subCode } = options;
  const { callbackUrl, callbackToken } = verifications.callbackFor(verificationId, attempt);
  const transactionId = options.transactionId ?? (await ownTransaction({ verifications }, verificationId, attempt));
  const url = new URL(callbackUrl);
  const parameters = { transactionId, passed, subCode, callbackToken };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  const answer = await fetch(url, { redirect: 'error' }).catch(() => undefined);
  if (!answer) throw new CommandError(EXIT_STATUS.unavailable, `No receiver answers at ${url.origin}.`);
  if (!answer.ok) {
    throw new CommandError(EXIT_STATUS.refused, `The receiver at ${url.origin} answered with status ${answer.status}.`);
  }
  print(options, { verificationId, attempt, transactionId, status: answer.status }, () => 'Callback taken.');
}

async function ownTransaction(
  { verifications }: Pick<Operator, 'verifications'>,
  verificationId: string,
  attempt: number,
): Promise<string> {
  const view = await verifications.get(verificationId);
  const attempts = view.phase === 'open' ? view.state.attempts : view.phase === 'ended' ? view.outcome.attempts : [];
  const fallback = view.phase === 'open' ? view.fallback?.attempt : undefined;
  const own = [...attempts, fallback].findLast((one) => one?.attempt === attempt && one.transactionId)?.transactionId;
  if (own !== undefined) return own;
  throw new CommandError(
    EXIT_STATUS.refused,
    `Attempt ${attempt} has no transaction that is known: pass --transaction-id.`,
  );
}
