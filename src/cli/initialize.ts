import { createCloudauthClient, createCredentialsSource, type Region } from '../cloudauth';
import { loadReceiverConfig, loadWorkerConfig } from '../config';
import { printingCommand, wholeNumber } from './command';
import { CommandError, EXIT_STATUS } from './exit-status';
import { factsOf, print, type OutputOptions } from './print';
import { withTemporal, type Operator } from './temporal';

interface InitializeOptions extends OutputOptions {
  region: Region;
  user: string;
  productCode: string;
  metaInfo: string;
  verification?: string;
  attempt: number;
  receiver?: string;
}

/** `idv initialize`: opens a transaction at the vendor, as a backend does before it starts a verification. */
export const initialize = printingCommand(
  'initialize',
  'Open a transaction at the vendor, as a backend does before it starts a verification',
  [
    'initialize e0c34a77f5ac40a5 --region ap-southeast-1 --user user-4711 --receiver https://id.example.com',
    'initialize 7f5ac40a5e0c34a7 --region ap-southeast-1 --user user-4711 --verification e0c34a77f5ac40a5 --attempt 2',
  ],
)
  .argument('<merchantBizId>', 'a new id of yours: 1 to 32 letters and digits')
  .requiredOption('--region <region>', 'region of the vendor')
  .requiredOption('--user <merchantUserId>', 'MerchantUserId; for the simulator it scripts the user, e.g. user-204-url')
  .option('--product-code <code>', 'product of the vendor', 'FACE_IDU')
  .option('--meta-info <json>', "MetaInfo from the user's browser", '{}')
  .option('--verification <verificationId>', 'of a fallback: the verification that it is for')
  .option('--attempt <number>', 'of a fallback: its number', wholeNumber, 1)
  .option('--receiver <url>', 'base URL of the receiver (default: IDV_RECEIVER_HOST and IDV_RECEIVER_PORT)')
  .action(async (merchantBizId: string, options: InitializeOptions) => {
    const { keys, host, port } = loadReceiverConfig(process.env);
    const callback = { baseUrl: options.receiver ?? `http://${host}:${port}`, keys };
    await withTemporal((operator) => openTransaction(operator, merchantBizId, options), callback);
  });

async function openTransaction({ verifications }: Operator, merchantBizId: string, options: InitializeOptions) {
  const { region, user, productCode, metaInfo, verification = merchantBizId, attempt } = options;
  const { callbackUrl, callbackToken } = verifications.callbackFor(verification, attempt);
  const { endpoint } = loadWorkerConfig(process.env).vendor;
  const vendor = createCloudauthClient({ credentials: createCredentialsSource(), endpoint });
  try {
    const answer = await vendor.initialize(region, {
      ProductCode: productCode,
      MerchantBizId: merchantBizId,
      MerchantUserId: user,
      MetaInfo: metaInfo,
      CallbackUrl: callbackUrl,
      CallbackToken: callbackToken,
    });
    const { transactionId, transactionUrl } = answer;
    print(options, { merchantBizId, transactionId, transactionUrl }, () =>
      factsOf({ MerchantBizId: merchantBizId, TransactionId: transactionId, 'Send the user to': transactionUrl }),
    );
  } catch (error) {
    throw new CommandError(EXIT_STATUS.failed, (error as Error).message);
  } finally {
    await vendor.close();
  }
}
