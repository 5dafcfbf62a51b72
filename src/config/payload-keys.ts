import { createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A key of payload encryption. A `KeyObject` shows nothing of the key when it is logged. */
export interface NamedPayloadKey {
  id: string;
  key: KeyObject;
}

const ENTRY = /^[A-Za-z0-9._-]{1,64}:[A-Za-z0-9+/]{43}=$/;

/** Keys as they are written: `id:base64`, separated by commas or line ends. What is wrong is told without quoting a key. */
export const payloadKeys = z
  .string()
  .transform((text) => text.split(/[,\s]+/).filter((part) => part !== ''))
  .pipe(z.array(z.string().regex(ENTRY, 'each key is id:base64 of exactly 32 random bytes')).min(1, 'holds no key'))
  .transform((entries) => entries.map(parseEntry))
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'two keys have the same id');

/** The path of a file that holds keys; read when the configuration is. */
export const payloadKeysFile = z
  .string()
  .transform((path, context) => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const message = `the file cannot be read (${(error as NodeJS.ErrnoException).code})`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
  })
  .pipe(payloadKeys);

function parseEntry(entry: string): NamedPayloadKey {
  const [id = '', secret] = entry.split(':');
  return { id, key: createSecretKey(secret ?? '', 'base64') };
}
