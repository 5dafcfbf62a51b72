import { request } from 'undici';
import { ok, wrong, type Finding } from './finding';

const CHECK = 'codec server';
const ANSWER_WITHIN_MS = 5_000;

/** Whether a codec server lives, and refuses who names no token. */
export async function checkCodecServer(url: string): Promise<Finding> {
  try {
    const health = await request(new URL('/healthz', url), { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    await health.body.dump();
    const stranger = await request(new URL('/decode', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"payloads":[]}',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await stranger.body.dump();
    if (health.statusCode !== 200)
      return wrong(CHECK, `unwell at ${url}: status ${health.statusCode}`, 'Read its log.');
    return stranger.statusCode === 401
      ? ok(CHECK, `answers at ${url}, and refuses who has no token`)
      : wrong(
          CHECK,
          `answers a stranger with status ${stranger.statusCode}`,
          'That is no codec server of ours: look at what listens there.',
        );
  } catch (error) {
    return wrong(CHECK, `no answer at ${url}: ${(error as Error).name}`, 'Start it: idv codec-server.');
  }
}
