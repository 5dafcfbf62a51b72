import type { RawAnswer } from '../../src/cloudauth/answers';
import type { Random } from '../random';
import { changedBytes, changedText, changeSomewhere, MARKER } from './mutations';

const STATUSES = [100, 201, 204, 299, 300, 302, 400, 401, 403, 404, 429, 499, 500, 502, 503, 599, 0, 999];
const RETRY_AFTERS = ['0', '-1', '1500', '1e3', ' 7 ', '3600001', 'Infinity', 'NaN', '0x10', '9'.repeat(400), MARKER];
const CODES = [
  'ProcessNotCompleted',
  'Throttling.Api',
  'Throttling.User',
  'InternalError',
  'ServiceUnavailable',
  'SignatureNonceUsed',
  'InvalidTimeStamp.Expired',
  'MissingParameter',
  'InvalidParameter',
  'TransactionIdInvalid',
  'Forbidden.RAMUserAccessDenied',
  'InvalidAccessKeyId.NotFound',
  'SignatureDoesNotMatch',
  'constructor',
  '__proto__',
  'success',
  'SUCCESS',
  MARKER,
];
const SUB_CODES = ['200', '200', '200', 200, '201', '204', '205', '206', '233', '999', MARKER, ''];
const PASSED = ['Y', 'Y', 'Y', 'N', 'N', 'P', 'y', '', MARKER];
const NO_JSON = ['', ' ', '<html>502</html>', 'null', '[]', '"Success"', '200', 'undefined', '\ufeff{}', '{"Code":'];
const HUGE = ['1e999', '-1e999', '9'.repeat(400), '0.0000000000000000000001', '1e308'];

/** An answer that is fine, or was before something happened to it. */
export function makeAnswer(random: Random): RawAnswer {
  const isFailure = random.int(0, 4) === 0;
  const status = isFailure ? random.pick([400, 403, 404, 500, 503, 200]) : 200;
  return {
    action: 'CheckResult',
    httpStatus: random.int(0, 9) === 0 ? random.pick(STATUSES) : status,
    retryAfter: random.int(0, 4) === 0 ? random.pick(RETRY_AFTERS) : undefined,
    body: makeBody(random, isFailure),
  };
}

function makeBody(random: Random, isFailure: boolean): string {
  if (random.int(0, 49) === 0) return random.pick(NO_JSON) + MARKER;
  const answer = isFailure ? failure(random) : success(random);
  const changes = random.pick([0, 0, 1, 1, 2, 3]);
  for (let change = 0; change < changes; change += 1) changeSomewhere(random, answer);
  const text = JSON.stringify(answer);
  return random.int(0, 2) === 0 ? changedBody(random, text) : text;
}

function failure(random: Random): object {
  const name = random.int(0, 9) === 0 ? 'code' : 'Code';
  return { [name]: random.pick(CODES), RequestId: requestId(random), Message: `no ${MARKER}`, Result: null };
}

function success(random: Random): object {
  const isLower = random.int(0, 19) === 0;
  const result = {
    Passed: random.pick(PASSED),
    SubCode: random.pick(SUB_CODES),
    MaterialInfo: MARKER,
    ExtFaceInfo: inText(random, faceInfo(random)),
    ExtInfo: inText(random, { procedurePriority: random.pick(['url', 'keep', 'URL', MARKER]), certificate: MARKER }),
    ExtIdInfo: { name: MARKER, [MARKER]: 1 },
  };
  return isLower
    ? { code: 'Success', requestId: requestId(random), message: MARKER, Result: result }
    : { Code: 'Success', RequestId: requestId(random), Message: MARKER, Result: result };
}

function faceInfo(random: Random): object {
  const score = () => random.pick([0, 1, 30, 70, 99.9, 100, '12', ' 13 ', -1, 101, 'NaN', '', null, MARKER, '0x10']);
  return {
    faceAttack: random.pick(['N', 'N', 'N', 'n', 'Y', '', null, MARKER, 7]),
    faceAttackScore: score(),
    guardRiskScore: score(),
    faceComparisonScore: score(),
    faceImage: MARKER,
  };
}

/** As the vendor sends it, JSON in a text; sometimes broken, sometimes the object itself, sometimes nothing. */
function inText(random: Random, value: object): unknown {
  switch (random.int(0, 9)) {
    case 0:
      return changedText(random, JSON.stringify(value));
    case 1:
      return value;
    case 2:
      return random.pick([null, '', ' ', 'null', '[]', MARKER, [value]]);
    default:
      return JSON.stringify(value);
  }
}

function requestId(random: Random): unknown {
  return random.int(0, 9) === 0 ? random.pick([MARKER, 'a'.repeat(65), 12, null, '']) : random.hex(12);
}

function changedBody(random: Random, text: string): string {
  switch (random.int(0, 6)) {
    case 0:
      return text.replace('{', random.pick(['{"Code":"Success",', '{"Code":"Throttling.Api",', '{"Result":{},']));
    case 1:
      return text.replace(/}$/, random.pick([',"Code":"Success"}', ',"Code":null}', ',"Result":{"Passed":"Y"}}']));
    case 2:
      return text.replace(
        /"(SubCode|Passed|faceAttackScore)":("[^"]*"|\d+)/,
        (_, name) => `"${name}":${random.pick(HUGE)}`,
      );
    case 3:
      return text.replace(/"Message":"[^"]*"/, () => `"Message":${deep(random)}`);
    case 4:
      return changedBytes(random, text);
    default:
      return changedText(random, text);
  }
}

function deep(random: Random): string {
  // The deepest is rare, as it takes milliseconds.
  const depth = random.int(0, 999) === 0 ? 200_000 : random.pick([10, 100, 2_000]);
  return random.int(0, 3) === 0 ? '['.repeat(depth) : '['.repeat(depth) + ']'.repeat(depth);
}
