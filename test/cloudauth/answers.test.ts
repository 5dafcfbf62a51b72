import fc from 'fast-check';
import { fieldOf, parseCheckResult, parseInitialize, scoreOf, type RawAnswer } from '../../src/cloudauth/answers';
import { CloudauthError } from '../../src/cloudauth';

function raw(body: unknown, changes: Partial<RawAnswer> = {}): RawAnswer {
  return {
    action: 'CheckResult',
    httpStatus: 200,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...changes,
  };
}

const success = (Result: unknown) => raw({ RequestId: 'R-1', Code: 'Success', Result });

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

const errorOf = (answer: RawAnswer) => thrownBy(() => parseCheckResult(answer)) as CloudauthError;

test('the documented answer is read', () => {
  const answer = parseCheckResult(
    success({
      Passed: 'Y',
      SubCode: '200',
      ExtFaceInfo: '{"faceAttack":"N","faceAttackScore":80,"own":1}',
      ExtInfo: '{"procedurePriority":"keep"}',
    }),
  );
  expect(answer).toMatchObject({ requestId: 'R-1', passed: 'Y', subCode: '200' });
  expect(scoreOf(answer.extFaceInfo, 'faceAttackScore')).toBe(80);
  expect(fieldOf(answer.extFaceInfo, 'own')).toBe(1);
  expect(fieldOf(answer.extInfo, 'procedurePriority')).toBe('keep');
});

test.each([
  [undefined, 'absent'],
  [null, 'absent'],
  ['', 'absent'],
  ['null', 'absent'],
  ['{}', 'read'],
  [{ faceAttack: 'N' }, 'read'],
  ['{broken', 'unreadable'],
  ['[1]', 'unreadable'],
  ['"text"', 'unreadable'],
  [7, 'unreadable'],
])('ExtFaceInfo %j is %s', (ExtFaceInfo, status) => {
  expect(parseCheckResult(success({ Passed: 'Y', SubCode: '200', ExtFaceInfo })).extFaceInfo.status).toBe(status);
});

test.each([
  ['90', 90],
  ['90.5', 90.5],
  [0, 0],
  [100, 100],
  [100.1, undefined],
  [-1, undefined],
  ['', undefined],
  ['NaN', undefined],
  ['high', undefined],
  [null, undefined],
  [[90], undefined],
])('the score %j is read as %j', (value, score) => {
  const { extFaceInfo } = parseCheckResult(success({ ExtFaceInfo: JSON.stringify({ faceAttackScore: value }) }));
  expect(scoreOf(extFaceInfo, 'faceAttackScore')).toBe(score);
});

test('numbers where strings are documented are taken; other types are unknown', () => {
  expect(parseCheckResult(success({ Passed: true, SubCode: 200 }))).toMatchObject({
    passed: undefined,
    subCode: '200',
  });
});

test('no inherited property is taken for a field', () => {
  const { extFaceInfo } = parseCheckResult(success({ ExtFaceInfo: '{"__proto__":{"faceAttack":"N"}}' }));
  expect(fieldOf(extFaceInfo, 'faceAttack')).toBeUndefined();
  expect(fieldOf(extFaceInfo, 'toString')).toBeUndefined();
});

test.each([
  [
    'a failure with HTTP 200',
    raw({ Code: 'TransactionIdInvalid' }),
    { code: 'VENDOR_ERROR', vendorCode: 'TransactionIdInvalid', httpStatus: 200 },
  ],
  [
    'names in lower case',
    raw({ code: 'InternalError', requestId: 'r' }, { httpStatus: 500 }),
    { code: 'VENDOR_ERROR', vendorCode: 'InternalError', requestId: 'r' },
  ],
  ['a Code that is foreign text', raw({ Code: '<script>' }, { httpStatus: 400 }), { vendorCode: 'OTHER' }],
  ['a RequestId that is foreign text', raw({ Code: 'X', RequestId: 'a b' }), { requestId: undefined }],
  ['HTML with 502', raw('<html>', { httpStatus: 502 }), { code: 'SERVER_ERROR', httpStatus: 502 }],
  ['nothing with 504', raw('', { httpStatus: 504 }), { code: 'SERVER_ERROR' }],
  ['HTML with 200', raw('<html>'), { code: 'MALFORMED_ANSWER', httpStatus: 200 }],
  ['a redirect', raw('', { httpStatus: 302 }), { code: 'MALFORMED_ANSWER' }],
  ['Success with 500', raw({ Code: 'Success' }, { httpStatus: 500 }), { code: 'SERVER_ERROR' }],
  ['JSON that is no object', raw('[]'), { code: 'MALFORMED_ANSWER' }],
  ['a Result that is no object', success('Y'), { code: 'MALFORMED_ANSWER' }],
])('%s is an error', (_, answer, expected) => {
  expect(errorOf(answer)).toMatchObject(expected);
});

test.each([
  ['80', 80],
  ['0', undefined],
  ['-5', undefined],
  ['soon', undefined],
  ['99999999', undefined],
])('x-acs-retry-after %s is %s ms', (retryAfter, retryAfterMs) => {
  expect(errorOf(raw({ Code: 'Throttling.Api' }, { httpStatus: 403, retryAfter })).retryAfterMs).toBe(retryAfterMs);
});

test('an Initialize answer without a TransactionId is malformed', () => {
  expect(() => parseInitialize(success({ TransactionId: '' }))).toThrow(CloudauthError);
});

test('whatever the body, nothing but a CloudauthError is thrown, and it quotes nothing', () => {
  const marker = 'MARKERxyz';
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.anything().map((Result) => JSON.stringify({ Code: 'Success', Result, Message: marker })),
    fc.record({ Code: fc.string(), Message: fc.constant(marker) }).map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(body, fc.integer({ min: 200, max: 599 }), (text, httpStatus) => {
      const thrown = thrownBy(() => parseCheckResult(raw(text, { httpStatus })));
      expect(thrown === undefined || thrown instanceof CloudauthError).toBe(true);
      expect(String(thrown)).not.toContain(marker);
    }),
    { numRuns: 2_000 },
  );
});

test('nesting as deep as a megabyte allows is survived', () => {
  expect(errorOf(raw('['.repeat(1_000_000)))).toMatchObject({ code: 'MALFORMED_ANSWER' });
  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
  expect(parseCheckResult(success({ Passed: 'Y', SubCode: '200', ExtInfo: deep })).passed).toBe('Y');
});
