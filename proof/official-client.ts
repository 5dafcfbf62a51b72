import OpenApiClient, { $OpenApiUtil } from '@alicloud/openapi-core';
import { SIMULATOR_KEY } from '../src/simulator';

/** Where the official SDK puts an operation's parameters. */
export type ParameterPlace = 'query' | 'body';

/** An access key as the official core takes it. */
export interface OfficialKey {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}

/** The vendor's official core, as its generated SDKs make it. */
export function officialClient(vendorUrl: string, key: OfficialKey): OpenApiClient {
  return new OpenApiClient(new $OpenApiUtil.Config({ ...key, endpoint: new URL(vendorUrl).host, protocol: 'HTTP' }));
}

/** An operation of the API, as the generated SDKs describe it to the core. */
export function officialOperation(action: string): $OpenApiUtil.Params {
  return new $OpenApiUtil.Params({
    action,
    version: '2022-08-09',
    protocol: 'HTTP',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  });
}

/** Calls an operation once through the vendor's official core. */
export async function callOfficially(
  vendorUrl: string,
  action: string,
  parameters: Record<string, string>,
  place: ParameterPlace = 'query',
  key: OfficialKey = SIMULATOR_KEY,
): Promise<{ Code: string; Result: Record<string, string> }> {
  const request = new $OpenApiUtil.OpenApiRequest({ [place]: parameters });
  const { body } = await officialClient(vendorUrl, key).callApi(officialOperation(action), request, {} as never);
  return body as { Code: string; Result: Record<string, string> };
}
