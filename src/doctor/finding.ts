/** What one check found. */
export interface Finding {
  /** What was looked at, e.g. `search attributes`. */
  check: string;
  verdict: 'ok' | 'warning' | 'wrong';
  /** What is so. */
  finding: string;
  /** What to do; absent where all is well. */
  advice?: string | undefined;
}

export function ok(check: string, finding: string): Finding {
  return { check, verdict: 'ok', finding };
}

export function warning(check: string, finding: string, advice: string): Finding {
  return { check, verdict: 'warning', finding, advice };
}

export function wrong(check: string, finding: string, advice: string): Finding {
  return { check, verdict: 'wrong', finding, advice };
}
