/** Stands for a value that could not be decoded. */
export class Undecodable {
  readonly why: string;
  /** Whether a worker with other keys could decode it. */
  readonly lacksKey: boolean;

  constructor(why: string, lacksKey: boolean) {
    this.why = why;
    this.lacksKey = lacksKey;
  }
}

/**
 * The value, where it could be decoded. Else it throws what fails the workflow task, and not the workflow: Temporal tries
 * the task again until a worker can decode the value. So never call this where an error is caught.
 */
export function decoded<T>(value: T, what: string): T {
  if (value instanceof Undecodable) throw new Error(`${what} cannot be decoded: ${value.why}`);
  return value;
}
