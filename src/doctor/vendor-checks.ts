import { request } from 'undici';
import { classify } from '../activities/failure-classification';
import { CloudauthError, createCloudauthClient, createCredentialsSource, type Region } from '../cloudauth';
import { endpointOrigin, type EndpointChoice } from '../cloudauth/endpoints';
import { ok, warning, wrong, type Finding } from './finding';

/** Which of the vendor's places are looked at, and with whose credentials. */
export interface VendorPlace {
  endpoint: EndpointChoice;
  regions: readonly Region[];
  /** Profiles of the credentials file; undefined is the default chain. */
  profiles: readonly (string | undefined)[];
}

const ANSWER_WITHIN_MS = 5_000;

/** The vendor refuses a signature whose time is 15 minutes off; long before that something is wrong with the clock. */
const MAX_SKEW_MS = 60_000;

/** An id that nobody has: what the vendor says of it shows whether it takes the signature. */
const NOBODY = { MerchantBizId: 'doctor', TransactionId: 'doctor' } as const;

/** Credentials, whether each region answers, how far its clock is from ours, and whether it takes our signature. */
export async function checkVendor(place: VendorPlace): Promise<Finding[]> {
  const credentials = await Promise.all(place.profiles.map(checkCredentials));
  const reached = await Promise.all(place.regions.map((region) => checkReachable(region, place.endpoint)));
  const canCall = [...credentials, ...reached.flat()].every(({ verdict }) => verdict !== 'wrong');
  const calls = canCall
    ? await Promise.all(
        place.regions.flatMap((region) =>
          place.profiles.map((profile) => checkSignedCall(region, profile, place.endpoint)),
        ),
      )
    : [];
  return [...credentials, ...reached.flat(), ...calls];
}

async function checkCredentials(profile: string | undefined): Promise<Finding> {
  const check = profile === undefined ? 'credentials' : `credentials of ${profile}`;
  try {
    const { accessKeyId, securityToken } = await createCredentialsSource({ profile })();
    const kind = securityToken ? 'temporary ones' : 'an AccessKey';
    return ok(check, `${kind}, id ${accessKeyId.slice(0, 4)}…`);
  } catch (error) {
    return wrong(check, 'none found', (error as Error).message);
  }
}

async function checkReachable(region: Region, endpoint: EndpointChoice): Promise<Finding[]> {
  const check = `vendor in ${region}`;
  try {
    const origin = endpointOrigin(region, endpoint);
    const timeouts = { headersTimeout: ANSWER_WITHIN_MS, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) };
    const { headers, body } = await request(origin, { method: 'HEAD', ...timeouts });
    await body.dump();
    return [ok(check, `answers at ${origin}`), clockFinding(headers.date)];
  } catch (error) {
    const reason = error instanceof CloudauthError ? error.message : `no answer: ${(error as Error).name}`;
    return [
      wrong(check, reason, 'Look at IDV_VENDOR_ENDPOINT, the network and the proxy. Calls are retried meanwhile.'),
    ];
  }
}

function clockFinding(date: string | string[] | undefined): Finding {
  const theirsMs = Date.parse(String(date));
  if (Number.isNaN(theirsMs)) return warning('clock', 'the vendor told no time', 'Compare the clock by hand.');
  // The vendor tells whole seconds.
  const skewMs = Date.now() - theirsMs;
  const finding = `${Math.round(Math.abs(skewMs) / 1000)} s from the vendor's`;
  return Math.abs(skewMs) <= MAX_SKEW_MS
    ? ok('clock', finding)
    : wrong('clock', finding, 'Set the clock (NTP): the vendor refuses a signature whose time is far off.');
}

async function checkSignedCall(
  region: Region,
  profile: string | undefined,
  endpoint: EndpointChoice,
): Promise<Finding> {
  const check = `signature in ${region}${profile === undefined ? '' : ` of ${profile}`}`;
  const vendor = createCloudauthClient({ credentials: createCredentialsSource({ profile }), endpoint });
  try {
    await vendor.checkResult(region, NOBODY);
    return warning(check, 'taken, but the vendor knows the made-up id', 'Look at what answers there.');
  } catch (error) {
    return signatureFinding(check, error as CloudauthError);
  } finally {
    await vendor.close();
  }
}

function signatureFinding(check: string, error: CloudauthError): Finding {
  const said = error.vendorCode ?? error.code;
  switch (classify(error)) {
    case 'InvalidRequest':
    case 'ProcessNotCompleted':
      return ok(check, `taken (the vendor says ${said} of a made-up id)`);
    case 'Throttled':
      return warning(check, `taken, but the account is throttled (${said})`, 'See the runbook on throttling.');
    case 'OperatorActionRequired':
      return wrong(
        check,
        `refused: ${said}`,
        'Mend the account or its credentials; see the runbook on refused credentials.',
      );
    case 'ResultPending':
    case 'VendorUnavailable':
    case 'MalformedResponse':
      return wrong(check, `no usable answer: ${said}`, 'Look at the endpoint and at the status page of the vendor.');
  }
}
