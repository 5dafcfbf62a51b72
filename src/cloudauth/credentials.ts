import Credential, {
  CLIProfileCredentialsProvider,
  ProfileCredentialsProvider,
  type CredentialsProvider,
} from '@alicloud/credentials';
import { CloudauthError } from './errors';

/** An AccessKey pair, with a security token where it is a temporary one (STS). */
export interface Credentials {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}

/**
 * Gives the credentials to sign with, asked anew for every call, so that rotated and temporary ones work.
 *
 * @throws CloudauthError `CREDENTIALS_UNAVAILABLE`
 */
export type CredentialsSource = () => Promise<Credentials>;

/**
 * Credentials from Alibaba Cloud's default chain (environment, profiles, RAM roles, OIDC, ECS), or from one profile of
 * the credentials file (`~/.alibabacloud/credentials`) or of the CLI's (`~/.aliyun/config.json`).
 */
export function createCredentialsSource(options: { profile?: string | undefined } = {}): CredentialsSource {
  const { profile } = options;
  return profile === undefined ? fromDefaultChain() : fromProfile(profile);
}

function fromDefaultChain(): CredentialsSource {
  let credential: Credential | undefined;
  return () =>
    orUnavailable(
      'No Alibaba Cloud credentials were found. Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or give the process a RAM role.',
      () => (credential ??= new Credential()).getCredential(),
    );
}

function fromProfile(profile: string): CredentialsSource {
  const providers: CredentialsProvider[] = [
    ProfileCredentialsProvider.builder().withProfileName(profile).build(),
    CLIProfileCredentialsProvider.builder().withProfileName(profile).build(),
  ];
  return () =>
    orUnavailable(
      `No Alibaba Cloud credentials were found for the profile "${profile}". Add it to the credentials file of the user that runs the worker.`,
      () => Promise.any(providers.map(async (provider) => provider.getCredentials())),
    );
}

/** What the vendor's package throws may quote files and settings, so it is not passed on. */
async function orUnavailable(message: string, get: () => Promise<Partial<Credentials>>): Promise<Credentials> {
  const found = await get().catch(() => undefined);
  if (!found?.accessKeyId || !found.accessKeySecret) throw new CloudauthError('CREDENTIALS_UNAVAILABLE', message);
  const { accessKeyId, accessKeySecret, securityToken } = found;
  return { accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
}
