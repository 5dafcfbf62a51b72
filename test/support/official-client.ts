import OpenApiClient, { $OpenApiUtil } from '@alicloud/openapi-core';
import { SIMULATOR_KEY } from '../../src/simulator';

/** Where the official SDK puts an operation's parameters. */
export type ParameterPlace = 'query' | 'body';

/** Calls an operation through the vendor's official core, as its generated SDKs do. */
export async function callOfficially(
  simulatorUrl: string,
  action: string,
  parameters: Record<string, string>,
  place: ParameterPlace = 'query',
  key: { accessKeyId: string; accessKeySecret: string; securityToken?: string | undefined } = SIMULATOR_KEY,
): Promise<{ Code: string; Result: Record<string, string> }> {
  const config = new $OpenApiUtil.Config({ ...key, endpoint: new URL(simulatorUrl).host, protocol: 'HTTP' });
  const params = new $OpenApiUtil.Params({
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
  const request = new $OpenApiUtil.OpenApiRequest({ [place]: parameters });
  const { body } = await new OpenApiClient(config).callApi(params, request, {} as never);
  return body as { Code: string; Result: Record<string, string> };
}
