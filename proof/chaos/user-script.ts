import type { UserScriptInput } from '../../src/simulator';
import type { AttemptScript } from './branches';
import type { Markers } from './markers';
import type { CallbackFate, PlannedAttempt } from './script';

/** What the simulator's user does in an attempt, and what the vendor says and calls back. */
export function userScript(attempt: AttemptScript, planned: PlannedAttempt, markers: Markers): UserScriptInput {
  const results = attempt.results ?? [{}];
  return {
    finishAfterMs: attempt.unfinished ? null : planned.finishAfterMs,
    // Images and links come although nobody asked for them, to be searched for where they must not be.
    results: results.map((result) => ({ ...result, extFaceInfo: extFaceInfo(result.faceAttack, markers) })),
    faults: [...(attempt.faults ?? [])],
    callback: { ...CALLBACKS[planned.callbacks](planned), claims: attempt.claims },
  };
}

/** How often a duplicated callback comes. */
export const DUPLICATES = 4;

const CALLBACKS: Readonly<Record<CallbackFate, (planned: PlannedAttempt) => UserScriptInput['callback']>> = {
  sent: () => ({}),
  stale: () => ({}),
  lost: () => ({ times: 0 }),
  delayed: ({ delayMs }) => ({ afterMs: delayMs }),
  duplicated: () => ({ times: DUPLICATES }),
  early: () => ({ early: true }),
  forged: () => ({ forgedFirst: ['bad-token', 'other-transaction'] }),
};

function extFaceInfo(faceAttack: string | undefined, { faceImage, videoLink }: Markers): string {
  return JSON.stringify({
    faceImg: faceImage,
    docVideoUrl: videoLink,
    faceAttack: faceAttack ?? 'N',
    faceAttackScore: 1,
    guardRiskScore: 1,
    faceComparisonScore: 95,
  });
}
