/** Why a payload cannot be decrypted. */
export type PayloadCodecProblem =
  /** no key of that id is configured here */
  | 'unknown-key'
  /** the key of that id is here, but is another one, or the payload was changed */
  | 'not-authentic';

/** A payload cannot be decrypted. The message names the key id and what to do, and nothing of key or payload. */
export class PayloadCodecError extends Error {
  override readonly name = 'PayloadCodecError';
  readonly problem: PayloadCodecProblem;
  readonly keyId: string;

  constructor(problem: PayloadCodecProblem, keyId: string) {
    super(SENTENCES[problem](keyId));
    this.problem = problem;
    this.keyId = keyId;
  }
}

const SENTENCES: Readonly<Record<PayloadCodecProblem, (keyId: string) => string>> = {
  'unknown-key': (keyId) =>
    `A payload is encrypted with the key "${keyId}", which is not configured here. Add it to IDV_PAYLOAD_KEYS or to the file of IDV_PAYLOAD_KEYS_FILE, and start this process again.`,
  'not-authentic': (keyId) =>
    `A payload says that it is encrypted with the key "${keyId}", but that key does not open it: the key configured here under this id is another one, or the payload was changed. Compare the key with the one that wrote the payload.`,
};
