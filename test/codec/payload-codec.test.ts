import { createSecretKey, randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import fc from 'fast-check';
import { createPayloadCodec, KeyRing, type PayloadCodecError, type PayloadKey } from '../../src/codec';

const a = newKey('a');
const b = newKey('b');
const CONTEXT = { type: 'workflow', namespace: 'default', workflowId: 'verification-1' } as const;

function newKey(id: string): PayloadKey {
  return { id, key: createSecretKey(randomBytes(32)) };
}

function codecOf(keys: readonly PayloadKey[], onError?: (error: PayloadCodecError) => void) {
  return createPayloadCodec(new KeyRing(keys), { undecodable: 'throw', onError });
}

async function encrypted(value: unknown, key = a): Promise<Payload> {
  const [payload = {}] = await codecOf([key]).encode([defaultPayloadConverter.toPayload(value)], CONTEXT);
  return payload;
}

async function decrypted(payload: Payload, keys: readonly PayloadKey[]): Promise<unknown> {
  const [decoded = {}] = await codecOf(keys).decode([payload]);
  return defaultPayloadConverter.fromPayload(decoded);
}

/** A payload with one thing changed. */
function changed(payload: Payload, change: (bytes: Buffer) => void): Payload {
  const data = Buffer.from(payload.data ?? []);
  change(data);
  return { ...payload, data };
}

test('any value comes back as it was, under whichever key it was written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.option(fc.jsonValue(), { nil: undefined }), fc.constantFrom(a, b), async (value, key) => {
      // Both sides through JSON once, which knows no -0.
      expect(await decrypted(await encrypted(value, key), [a, b])).toEqual(
        value === undefined ? undefined : JSON.parse(JSON.stringify(value)),
      );
    }),
  );
});

test('metadata says how, with which key and for which workflow; data shows nothing, and never the same twice', async () => {
  const [once, twice] = [await encrypted('the-planted-text'), await encrypted('the-planted-text')];
  const metadata = Object.entries(once.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString()]);
  expect(Object.fromEntries(metadata)).toEqual({
    encoding: 'binary/encrypted',
    'encryption-key-id': 'a',
    'workflow-id': 'verification-1',
  });
  expect(Buffer.from(once.data ?? []).toString('latin1')).not.toContain('planted');
  expect(once.data).not.toEqual(twice.data);
});

test('the first key writes, all read', async () => {
  const byOld = await encrypted('old', a);
  const [byNew = {}] = await codecOf([b, a]).encode([defaultPayloadConverter.toPayload('new')]);
  expect(Buffer.from(byNew.metadata?.['encryption-key-id'] ?? []).toString()).toBe('b');
  expect([await decrypted(byOld, [b, a]), await decrypted(byNew, [b, a])]).toEqual(['old', 'new']);
});

test('without a key nothing is encrypted', async () => {
  const payloads = [defaultPayloadConverter.toPayload('readable')];
  expect(await codecOf([]).encode(payloads)).toBe(payloads);
});

test('a changed bit anywhere is found', async () => {
  const payload = await encrypted({ passed: 'Y' });
  const size = payload.data?.length ?? 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: size - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
      const forged = changed(payload, (bytes) => (bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)));
      await expect(decrypted(forged, [a])).rejects.toMatchObject({ problem: 'not-authentic', keyId: 'a' });
    }),
  );
});

test.each([
  ['another workflow', { 'workflow-id': Buffer.from('verification-2') }],
  ['another key', { 'encryption-key-id': Buffer.from('b') }],
])('a payload that is passed off as one of %s is found', async (_, metadata) => {
  const payload = await encrypted('mine');
  const forged = { ...payload, metadata: { ...payload.metadata, ...metadata } };
  await expect(decrypted(forged, [a, { id: 'b', key: a.key }])).rejects.toMatchObject({ problem: 'not-authentic' });
});

test('a key that is not there, and one with other bytes: each told by its id, with what to do, and no key is quoted', async () => {
  const payload = await encrypted('mine');
  const errors: PayloadCodecError[] = [];
  const other = newKey('a');
  for (const keys of [[b], [other]]) {
    const codec = codecOf(keys, (error) => errors.push(error));
    await expect(codec.decode([payload])).rejects.toThrow(/the key "a"/);
  }
  expect(errors.map(({ problem }) => problem)).toEqual(['unknown-key', 'not-authentic']);
  expect(errors[0]?.message).toContain('Add it to IDV_PAYLOAD_KEYS');
  for (const { message, stack } of errors) {
    for (const { key } of [a, b, other]) {
      expect(message + stack).not.toContain(key.export().toString('base64'));
      expect(message + stack).not.toContain(key.export().toString('hex'));
    }
  }
});

test.each<[string, Payload]>([
  ['plain JSON', defaultPayloadConverter.toPayload({ a: 1 })],
  ['nothing', defaultPayloadConverter.toPayload(undefined)],
  ['an empty one', {}],
  ["another tenant's encryption", { metadata: { encoding: Buffer.from('binary/encrypted') }, data: Buffer.of(1, 2) }],
  [
    'a key id that is none',
    {
      metadata: { encoding: Buffer.from('binary/encrypted'), 'encryption-key-id': Buffer.from('\u001b[2J') },
      data: Buffer.alloc(64, 1),
    },
  ],
])('what is not ours passes through: %s', async (_, payload) => {
  const [same] = await codecOf([a]).decode([payload]);
  expect(same).toBe(payload);
});

test('who tells payloads apart later gets it back encrypted', async () => {
  const payload = await encrypted('mine');
  const codec = createPayloadCodec(new KeyRing([b]), { undecodable: 'pass' });
  expect(await codec.decode([payload])).toEqual([payload]);
});
