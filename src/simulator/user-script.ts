import { z } from 'zod';

/** What CheckResult will say, once. */
const resultSchema = z.strictObject({
  /** Y, N, or what else the vendor might say, e.g. `P`. */
  passed: z.string().optional(),
  subCode: z.string().optional(),
  procedurePriority: z.string().optional(),
  faceAttack: z.string().optional(),
  faceAttackScore: z.number().optional(),
  guardRiskScore: z.number().optional(),
  faceComparisonScore: z.number().optional(),
  /** The whole field, instead of the one made from the parts above. */
  extFaceInfo: z.string().nullable().optional(),
  extInfo: z.string().nullable().optional(),
});

const callbackSchema = z.strictObject({
  /** How often it comes; 0: it is lost. */
  times: z.int().min(0).max(1000).default(1),
  /** After the end of the flow. */
  afterMs: z.number().min(0).default(0),
  /** Sent at the moment of Initialize, before there is a result. */
  early: z.boolean().default(false),
  /** Forged ones that come before the true one. */
  forgedFirst: z.array(z.enum(['bad-token', 'other-transaction'])).default([]),
  /** The vendor's documents spell the parameter in two ways. */
  spelling: z.enum(['subCode', 'subcode']).default('subCode'),
  /** What the callback claims, where it differs from the result. */
  claims: z.strictObject({ passed: z.string(), subCode: z.string() }).optional(),
});

/** One call that goes wrong. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** the connection ends before an answer, or in the middle of one */
  z.strictObject({ kind: z.enum(['refused', 'reset', 'stall', 'malformed', 'html-502', 'empty-504']) }),
  z.strictObject({ kind: z.literal('throttled'), retryAfterMs: z.number().min(0).optional() }),
  z.strictObject({ kind: z.literal('code'), httpStatus: z.int().min(200).max(599), code: z.string() }),
]);

/** Lets a share of all CheckResult calls go wrong. */
export const disturbanceSchema = z.strictObject({
  /** 0: none, 1: every call. */
  share: z.number().min(0).max(1),
  /** What goes wrong, one of these each time. */
  faults: z.array(faultSchema),
});

export const userScriptSchema = z.strictObject({
  /** When the user is done, after Initialize; null: not before `finish`. */
  finishAfterMs: z.number().min(0).nullable().default(50),
  /** Answers in their order; the last one stays. */
  results: z
    .array(resultSchema)
    .min(1)
    .default([{ passed: 'Y', subCode: '200' }]),
  callback: callbackSchema.prefault({}),
  /** CheckResult calls for this transaction that go wrong, in their order. */
  faults: z.array(faultSchema).default([]),
  /** Length of the face image, in bytes, that IsReturnImage=Y brings. */
  imageBytes: z.int().min(0).max(16_777_216).default(1024),
});

export type ScriptedResult = z.infer<typeof resultSchema>;
export type Fault = z.infer<typeof faultSchema>;
export type Disturbance = z.infer<typeof disturbanceSchema>;
export type UserScript = z.infer<typeof userScriptSchema>;

/** What may be left out of a script: see the defaults above. */
export type UserScriptInput = z.input<typeof userScriptSchema>;
