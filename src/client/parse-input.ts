import type { z } from 'zod';
import { VerificationClientError } from './errors';

/**
 * What a caller gave, checked.
 *
 * @throws VerificationClientError `INVALID_INPUT`, naming the field and not its value
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') || 'input';
  throw new VerificationClientError('INVALID_INPUT', `${field}: ${describe(issue)}`, { field });
}

function describe(issue: z.core.$ZodIssue | undefined): string {
  // Names of unknown fields are foreign text.
  if (issue?.code === 'unrecognized_keys') return 'has fields that are not known';
  return issue?.message ?? 'is not valid';
}
