import fc from 'fast-check';
import { request } from 'undici';
import { signedRequest, type SignedRequest } from '../../src/cloudauth/signed-request';
import { SIMULATOR_KEY, startSimulator, type Simulator } from '../../src/simulator';
import { onCleanup } from '../support/cleanup';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ callsPerSecond: 10_000 });
  onCleanup(() => simulator.stop());
});

function signed(nowMs?: number): SignedRequest {
  const call = { action: 'CheckResult', query: { MerchantBizId: 'biz1', TransactionId: 'none' } };
  return signedRequest(call, new URL(simulator.url).host, SIMULATOR_KEY, nowMs);
}

async function codeOf({ path, headers, body }: SignedRequest): Promise<string> {
  const answer = await request(simulator.url + path, { method: 'POST', headers, body });
  return ((await answer.body.json()) as { Code: string }).Code;
}

const without = (name: string) => (call: SignedRequest) => {
  delete call.headers[name];
};

test('a call that is signed rightly reaches the operation', async () => {
  await expect(codeOf(signed())).resolves.toBe('TransactionIdInvalid');
});

test.each<[string, (call: SignedRequest) => void, string]>([
  ['no Authorization', without('authorization'), 'IncompleteSignature'],
  ['no date', without('x-acs-date'), 'Missingx-acs-date'],
  ['no nonce', without('x-acs-signature-nonce'), 'Missingx-acs-signature-nonce'],
  ['no action', without('x-acs-action'), 'Missingx-acs-action'],
  ['no body hash', without('x-acs-content-sha256'), 'Missingx-acs-content-sha256'],
  ['another version', (call) => (call.headers['x-acs-version'] = '2019-03-07'), 'InvalidVersion'],
  ['a header that is not signed', (call) => (call.headers['x-acs-extra'] = '1'), 'IncompleteSignature'],
  ['another parameter', (call) => (call.path += '&IsReturnImage=Y'), 'SignatureDoesNotMatch'],
  ['a body that was not hashed', (call) => (call.body = 'a=b'), 'SignatureDoesNotMatch'],
  ['a date that is not one', (call) => (call.headers['x-acs-date'] = 'yesterday'), 'InvalidTimeStamp.Format'],
])('%s is refused', async (_, spoil, code) => {
  const call = signed();
  spoil(call);
  await expect(codeOf(call)).resolves.toBe(code);
});

test('a date more than 15 minutes off is expired, in both directions', async () => {
  await expect(codeOf(signed(Date.now() - 16 * 60_000))).resolves.toBe('InvalidTimeStamp.Expired');
  await expect(codeOf(signed(Date.now() + 16 * 60_000))).resolves.toBe('InvalidTimeStamp.Expired');
});

test('a nonce is good for one call', async () => {
  const call = signed();
  await codeOf(call);
  await expect(codeOf(call)).resolves.toBe('SignatureNonceUsed');
});

test('no change of a signed part goes through', async () => {
  const parts = ['x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256', 'authorization'] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...parts),
      fc.nat(200),
      fc.constantFrom('0', '7', 'a', 'f'),
      async (part, at, digit) => {
        const call = signed();
        const value = call.headers[part] ?? '';
        const index = at % value.length;
        fc.pre(value[index] !== digit);
        call.headers[part] = value.slice(0, index) + digit + value.slice(index + 1);
        await expect(codeOf(call)).resolves.not.toBe('TransactionIdInvalid');
      },
    ),
    { numRuns: 200 },
  );
});
