import { $OpenApiUtil, OpenApiUtil } from '@alicloud/openapi-core';
import fc from 'fast-check';
import { authorization, sha256Hex } from '../../src/cloudauth/acs3-signature';

type OfficialRequest = Parameters<typeof OpenApiUtil.getAuthorization>[0];

test("our signature is the official core's, for any parameters, body and key", () => {
  expect($OpenApiUtil.default).toBe(OpenApiUtil);
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9.]{0,15}$/);
  fc.assert(
    fc.property(
      fc.dictionary(name, fc.string({ unit: 'grapheme' })),
      fc.string(),
      fc.string({ minLength: 1 }),
      (parameters, body, secret) => {
        const headers = { host: 'cloudauth-intl.ap-southeast-1.aliyuncs.com', 'x-acs-action': 'CheckResult' };
        const hashedRequestPayload = sha256Hex(body);
        const ours = authorization(
          {
            method: 'POST',
            pathname: '/',
            query: Object.entries(parameters),
            headers,
            signedHeaders: Object.keys(headers),
            hashedRequestPayload,
          },
          'key',
          secret,
        );
        const request = { method: 'POST', pathname: '/', query: parameters, headers } as unknown as OfficialRequest;
        expect(ours).toBe(
          OpenApiUtil.getAuthorization(request, 'ACS3-HMAC-SHA256', hashedRequestPayload, 'key', secret),
        );
      },
    ),
    { numRuns: 500 },
  );
});
