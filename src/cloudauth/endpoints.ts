import { CloudauthError } from './errors';

/** Hosts by region, public and inside the vendor's own network (API page, "Endpoints"). */
const ENDPOINTS = {
  'ap-southeast-1': host('ap-southeast-1'),
  'ap-southeast-5': host('ap-southeast-5'),
  'cn-hongkong': host('cn-hongkong'),
  'ap-southeast-3': host('ap-southeast-3'),
} as const;

/** A region of ID Verification. Data is isolated per region. */
export type Region = keyof typeof ENDPOINTS;

/** Where calls go: the region's public or VPC endpoint, or one URL for every region (simulator, proxy). */
export type EndpointChoice = 'public' | 'vpc' | URL;

/**
 * The origin that calls for a region go to.
 *
 * @throws CloudauthError `ENDPOINT_REFUSED` for a URL that is not https (loopback excepted), or that holds more than an origin
 */
export function endpointOrigin(region: Region, choice: EndpointChoice): string {
  return choice instanceof URL ? checkedOrigin(choice) : `https://${ENDPOINTS[region][choice]}`;
}

function host(region: string) {
  return {
    public: `cloudauth-intl.${region}.aliyuncs.com`,
    vpc: `cloudauth-intl-vpc.${region}.aliyuncs.com`,
  };
}

function checkedOrigin(url: URL): string {
  const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!isSecure) {
    throw new CloudauthError('ENDPOINT_REFUSED', 'The endpoint is not https. Plain http is for loopback only.');
  }
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    throw new CloudauthError(
      'ENDPOINT_REFUSED',
      'The endpoint must be an origin: scheme, host and port, nothing else.',
    );
  }
  return url.origin;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
