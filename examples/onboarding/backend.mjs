import { randomBytes } from 'node:crypto';
import { createVerificationClient } from 'temporal-id-verification/client';
import { createCloudauthClient, createCredentialsSource } from 'temporal-id-verification/cloudauth';

const REGION = 'ap-southeast-1';

/** What an onboarding backend does: initialise, start, ask for a second try, wait for the outcome. */
export class Backend {
  constructor({ temporal, endpoint, publicUrl, callbackKeys }) {
    this.vendor = createCloudauthClient({ credentials: createCredentialsSource(), endpoint });
    const callback = { baseUrl: publicUrl, keys: callbackKeys };
    this.verifications = createVerificationClient({ client: temporal, callback });
  }

  /** Begins the sign-up of a user, who is then to be sent to the vendor's page. */
  async signUp(user) {
    const id = newId();
    const { transactionId, sendUserTo } = await this.initialize(id, { user });
    await this.verifications.start({ merchantBizId: id, transactionId, region: REGION });
    return { id, sendUserTo };
  }

  /** Where a sign-up stands; waits so long for its outcome. */
  async stateOf(id, waitMs) {
    const outcome = await this.verifications.outcome(id, { timeoutMs: waitMs }).catch(() => undefined);
    if (outcome) return { id, status: outcome.status, reason: outcome.reason };
    const view = await this.verifications.get(id);
    if (view.phase !== 'open') return { id, status: view.phase };
    const { status, reason, fallback } = view.state;
    return { id, status, reason, secondTryBefore: fallback?.deadline, guidance: fallback?.guidance };
  }

  /** The user comes back for a fallback: a new transaction for the same verification. Undefined where none is asked for. */
  async secondTry(id, user) {
    const view = await this.verifications.get(id);
    const attempt = view.phase === 'open' ? view.state.fallback?.attempt : undefined;
    if (attempt === undefined) return undefined;
    const merchantBizId = newId();
    const { transactionId, sendUserTo } = await this.initialize(merchantBizId, { user, verification: id, attempt });
    await this.verifications.submitTransaction(id, attempt, { merchantBizId, transactionId });
    return { id, sendUserTo };
  }

  async close() {
    await this.vendor.close();
  }

  async initialize(merchantBizId, { user, verification = merchantBizId, attempt = 1 }) {
    const { callbackUrl, callbackToken } = this.verifications.callbackFor(verification, attempt);
    const { transactionId, transactionUrl } = await this.vendor.initialize(REGION, {
      ProductCode: 'FACE_IDU',
      MerchantBizId: merchantBizId,
      MerchantUserId: user,
      // From the vendor's SDK in the user's browser.
      MetaInfo: '{}',
      CallbackUrl: callbackUrl,
      CallbackToken: callbackToken,
    });
    return { transactionId, sendUserTo: transactionUrl };
  }
}

function newId() {
  return randomBytes(16).toString('hex');
}
