import { z } from 'zod';

/** One environment variable: what it means, and how it is read. `TEMPORAL_*` is read by Temporal's own envconfig. */
export interface Variable<S extends z.ZodType = z.ZodType> {
  /** What README and `.env.example` say of it. */
  description: string;
  /** As it would be written; absent where there is no default. */
  defaultText?: string;
  example?: string;
  schema: S;
}

export const port = z.coerce.number().int().min(0).max(65_535);
export const milliseconds = z.coerce.number().int().min(1).max(3_600_000);
export const seconds = z.coerce
  .number()
  .positive()
  .max(30 * 86_400)
  .transform((value) => value * 1000);
export const secondsList = z
  .string()
  .transform((text): unknown[] => text.split(',').map((part) => part.trim()))
  .pipe(z.array(seconds).min(1).max(50));
export const perSecond = z.coerce.number().positive().max(1000);

export const hostAndPort = z.string().regex(/^[^:\s]+:\d{1,5}$/, 'must be host:port');

export const accounts = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(
    z.array(
      z
        .string()
        .regex(
          /^[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_]{1,32}=\d+(\.\d+)?$/,
          'each entry is account/productCode=callsPerSecond',
        )
        .transform((entry) => {
          const [, account = '', productCode = '', rate = ''] = /^(.+)\/(.+)=(.+)$/.exec(entry) ?? [];
          return { account, productCode, callsPerSecond: Number(rate) };
        }),
    ),
  );

export const callbackKeys = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(
    z
      .array(
        z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,32}:.{32,}$/, 'each key is name:secret, the secret at least 32 characters long')
          .transform((entry) => ({
            name: entry.slice(0, entry.indexOf(':')),
            secret: entry.slice(entry.indexOf(':') + 1),
          })),
      )
      .min(1),
  );

export const codecTokens = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(
    z.array(
      z
        .string()
        .regex(
          /^[A-Za-z0-9._@-]{1,64}:[\x21-\x7e]{32,}$/,
          'each token is name:token, the token at least 32 characters long',
        )
        .transform((entry) => ({
          name: entry.slice(0, entry.indexOf(':')),
          token: entry.slice(entry.indexOf(':') + 1),
        })),
    ),
  );

export const origins = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(
    z.array(
      z
        .string()
        .refine(
          (text) => URL.canParse(text) && new URL(text).origin === text,
          'each entry is an origin like https://temporal.example.com, without a path or a slash at its end',
        ),
    ),
  );

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
export const jwksUrl = z
  .url({ protocol: /^https?$/, error: 'must be an https URL' })
  .transform((text) => new URL(text))
  .refine(
    ({ protocol, hostname }) => protocol === 'https:' || LOOPBACK.includes(hostname),
    'must be an https URL (http on loopback only)',
  );

export const vendorEndpoint = z.union([
  z.enum(['public', 'vpc']),
  z
    .url({ protocol: /^https?$/, error: 'must be public, vpc, or the https origin of a proxy' })
    .transform((text) => new URL(text)),
]);

export function variable<S extends z.ZodType>(
  schema: S,
  description: string,
  defaultText?: string,
  example?: string,
): Variable<S> {
  return {
    schema,
    description,
    ...(defaultText === undefined ? {} : { defaultText }),
    ...(example === undefined ? {} : { example }),
  };
}
