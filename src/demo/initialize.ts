import type { VerificationClient } from '../client';
import type { CloudauthClient } from '../cloudauth';

/** Region in which demo, tests and proofs play. */
export const REGION = 'ap-southeast-1';

/** Who initialises an attempt, and of which verification. */
export interface InitializeCall {
  client: VerificationClient;
  vendor: CloudauthClient;
  /** Default: the attempt's own MerchantBizId, as for a first attempt. */
  verificationId?: string | undefined;
  merchantBizId: string;
  attempt?: number | undefined;
  metaInfo?: string | undefined;
}

/** Calls Initialize as an onboarding backend does, for a user who does nothing before the simulator is given a script. */
export async function initializeAttempt(
  call: InitializeCall,
): Promise<{ merchantBizId: string; transactionId: string }> {
  const { client, vendor, merchantBizId, verificationId = merchantBizId, attempt = 1, metaInfo = '{}' } = call;
  const { callbackUrl, callbackToken } = client.callbackFor(verificationId, attempt);
  const { transactionId } = await vendor.initialize(REGION, {
    ProductCode: 'FACE_IDU',
    MerchantBizId: merchantBizId,
    MerchantUserId: 'user-abandons',
    MetaInfo: metaInfo,
    CallbackUrl: callbackUrl,
    CallbackToken: callbackToken,
  });
  return { merchantBizId, transactionId };
}
