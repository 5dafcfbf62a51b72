import {
  canonicalQueryString,
  canonicalRequest,
  EMPTY_PAYLOAD_SHA256,
  sha256Hex,
  signature,
} from '../../src/cloudauth/acs3-signature';

describe('ACS3-HMAC-SHA256', () => {
  const request = {
    method: 'POST',
    pathname: '/',
    query: [
      ['TransactionId', 'hksb7'],
      ['MerchantBizId', "e0c3 4*~'()!/é"],
      ['IsReturnImage', 'Y'],
    ] as const,
    headers: {
      host: 'cloudauth-intl.ap-southeast-1.aliyuncs.com',
      'x-acs-action': 'CheckResult',
      'x-acs-content-sha256': EMPTY_PAYLOAD_SHA256,
      'x-acs-date': '2026-01-02T03:04:05Z',
      'x-acs-signature-nonce': '0123456789abcdef',
      'x-acs-version': '2022-08-09',
    },
    signedHeaders: [
      'host',
      'x-acs-action',
      'x-acs-content-sha256',
      'x-acs-date',
      'x-acs-signature-nonce',
      'x-acs-version',
    ],
    hashedRequestPayload: EMPTY_PAYLOAD_SHA256,
  };

  test('signs the published vector', () => {
    expect(canonicalQueryString(request.query)).toBe(
      'IsReturnImage=Y&MerchantBizId=e0c3%204%2A~%27%28%29%21%2F%C3%A9&TransactionId=hksb7',
    );
    expect(sha256Hex(canonicalRequest(request))).toBe(
      '4fe418f55ae5b1ba3ff94cf8e2bb0af9128d8dedd6fd46a2dccac7b7d3edb2e6',
    );
    expect(signature(request, 'testSK')).toBe('dd204b6f472f05b4540da040d42b099cf552f9d90d1ccab4675f96cc1fc70d2b');
  });
});
