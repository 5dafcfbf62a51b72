import type { UserScriptInput } from './user-script';

/**
 * Users whose part is scripted by their name: give one as MerchantUserId of Initialize. A `…-2` at the end or the like
 * is ignored, so that names can be made unique. Everyone else passes.
 */
export const MAGIC_USERS: Readonly<Record<string, UserScriptInput>> = {
  'user-passes': {},
  'user-attack': { results: [{ passed: 'Y', subCode: '200', faceAttack: 'Y' }] },
  'user-204-url': { results: [{ passed: 'N', subCode: '204', procedurePriority: 'url' }] },
  'user-204-keep': { results: [{ passed: 'N', subCode: '204', procedurePriority: 'keep' }] },
  'user-205': { results: [{ passed: 'N', subCode: '205' }] },
  'user-206': { results: [{ passed: 'N', subCode: '206' }] },
  'user-233': { results: [{ passed: 'N', subCode: '233' }] },
  'user-unknown': { results: [{ passed: 'N', subCode: '299' }] },
  'user-inconsistent': { results: [{ passed: 'Y', subCode: '205' }] },
  'user-pending': {
    results: [
      { passed: 'P', subCode: '' },
      { passed: 'Y', subCode: '200' },
    ],
  },
  'user-abandons': { finishAfterMs: null, callback: { times: 0 } },
  'user-without-callback': { callback: { times: 0 } },
  'user-repeated-callback': { callback: { times: 5 } },
  'user-forged-callback': { callback: { forgedFirst: ['bad-token', 'other-transaction'] } },
  'user-throttled': { faults: Array.from({ length: 10 }, () => ({ kind: 'throttled' as const })) },
};

/** The script that a MerchantUserId means. */
export function scriptOfUser(merchantUserId: string): UserScriptInput {
  const names = Object.keys(MAGIC_USERS).sort((a, b) => b.length - a.length);
  const name = names.find((candidate) => merchantUserId === candidate || merchantUserId.startsWith(`${candidate}-`));
  return (name && MAGIC_USERS[name]) || {};
}
