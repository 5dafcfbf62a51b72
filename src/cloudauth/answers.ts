import { z } from 'zod';
import { CloudauthError, type CloudauthErrorFacts } from './errors';

/** What an HTTP exchange with the vendor brought. */
export interface RawAnswer {
  action: string;
  httpStatus: number;
  /** Header `x-acs-retry-after`, as sent. */
  retryAfter?: string | undefined;
  body: string;
}

/** A field that is JSON inside a string: absent, not readable, or read, with every key kept. */
export type JsonText =
  { status: 'absent' } | { status: 'unreadable' } | { status: 'read'; fields: Readonly<Record<string, unknown>> };

/** A CheckResult answer with Code `Success` (API page, "Response parameters"). That is no verdict yet: see `passed`. */
export interface CheckResultAnswer {
  requestId: string | undefined;
  passed: string | undefined;
  subCode: string | undefined;
  extFaceInfo: JsonText;
  extInfo: JsonText;
}

/** An Initialize answer with Code `Success`. */
export interface InitializeAnswer {
  requestId: string | undefined;
  transactionId: string;
  transactionUrl: string | undefined;
}

/** The longest pause that a `x-acs-retry-after` is believed. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

// Documented as strings, seen as numbers in sibling operations; anything else is unknown rather than an error.
const lenientText = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);

const envelopeSchema = z.object({
  Code: lenientText,
  code: lenientText,
  RequestId: lenientText,
  requestId: lenientText,
  Result: z.record(z.string(), z.unknown()).nullish(),
});

const checkResultSchema = z.object({
  Passed: lenientText,
  SubCode: lenientText,
  ExtFaceInfo: z.unknown().optional(),
  ExtInfo: z.unknown().optional(),
});

const initializeSchema = z.object({ TransactionId: z.string().min(1), TransactionUrl: lenientText });

/** @throws CloudauthError `VENDOR_ERROR`, `MALFORMED_ANSWER` or `SERVER_ERROR` */
export function parseCheckResult(raw: RawAnswer): CheckResultAnswer {
  const { requestId, result } = successOf(raw);
  const { Passed, SubCode, ExtFaceInfo, ExtInfo } = checkResultSchema.parse(result);
  return {
    requestId,
    passed: Passed,
    subCode: SubCode,
    extFaceInfo: parseJsonText(ExtFaceInfo),
    extInfo: parseJsonText(ExtInfo),
  };
}

/** @throws CloudauthError `VENDOR_ERROR`, `MALFORMED_ANSWER` or `SERVER_ERROR` */
export function parseInitialize(raw: RawAnswer): InitializeAnswer {
  const { requestId, result } = successOf(raw);
  const parsed = initializeSchema.safeParse(result);
  if (!parsed.success) throw notDocumented(raw, { requestId });
  return { requestId, transactionId: parsed.data.TransactionId, transactionUrl: parsed.data.TransactionUrl };
}

/** A number of a read field, 0 to 100, also where it came as a string; undefined otherwise. */
export function scoreOf(text: JsonText, name: string): number | undefined {
  const value = fieldOf(text, name);
  const score = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof score === 'number' && score >= 0 && score <= 100 ? score : undefined;
}

/** A field of a read text; undefined where there is none. */
export function fieldOf(text: JsonText, name: string): unknown {
  return text.status === 'read' && Object.hasOwn(text.fields, name) ? text.fields[name] : undefined;
}

/** The Result of an answer with Code `Success`; every other answer is an error, HTTP 200 or not. */
function successOf(raw: RawAnswer): { requestId: string | undefined; result: Record<string, unknown> } {
  const envelope = envelopeSchema.safeParse(parseJson(raw.body));
  const code = envelope.data?.Code ?? envelope.data?.code;
  if (!envelope.success || code === undefined) throw notDocumented(raw, {});
  const requestId = matching(/^[A-Za-z0-9-]{1,64}$/, envelope.data.RequestId ?? envelope.data.requestId);
  if (code !== 'Success') throw vendorError(raw, code, requestId);
  if (raw.httpStatus >= 300) throw notDocumented(raw, { requestId });
  return { requestId, result: envelope.data.Result ?? {} };
}

function vendorError(raw: RawAnswer, code: string, requestId: string | undefined): CloudauthError {
  const vendorCode = matching(/^[A-Za-z0-9._-]{1,64}$/, code) ?? 'OTHER';
  return new CloudauthError('VENDOR_ERROR', `${raw.action} answered ${vendorCode} (HTTP ${raw.httpStatus}).`, {
    vendorCode,
    requestId,
    httpStatus: raw.httpStatus,
    retryAfterMs: parseRetryAfter(raw.retryAfter),
  });
}

function notDocumented(raw: RawAnswer, facts: CloudauthErrorFacts): CloudauthError {
  const code = raw.httpStatus >= 500 ? 'SERVER_ERROR' : 'MALFORMED_ANSWER';
  return new CloudauthError(
    code,
    `${raw.action} answered HTTP ${raw.httpStatus} with something else than the documented JSON.`,
    {
      ...facts,
      httpStatus: raw.httpStatus,
    },
  );
}

function parseJsonText(value: unknown): JsonText {
  const parsed = typeof value === 'string' ? parseJson(value.trim() || 'null') : value;
  if (parsed === undefined && typeof value === 'string') return { status: 'unreadable' };
  if (parsed === undefined || parsed === null) return { status: 'absent' };
  if (typeof parsed !== 'object' || Array.isArray(parsed)) return { status: 'unreadable' };
  return { status: 'read', fields: parsed as Record<string, unknown> };
}

/** What a text says as JSON; undefined when it is none, or nested deeper than the stack. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Milliseconds, as the vendor's own clients read it; zero, negative and absurd values count as absent. */
function parseRetryAfter(header: string | undefined): number | undefined {
  const ms = Number(header);
  return Number.isFinite(ms) && ms > 0 && ms <= MAX_RETRY_AFTER_MS ? ms : undefined;
}

function matching(pattern: RegExp, text: string | undefined): string | undefined {
  return text !== undefined && pattern.test(text) ? text : undefined;
}
