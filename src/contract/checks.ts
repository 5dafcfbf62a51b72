/** Plain checks of unknown values, for workflow code, where zod may not run (schemas.ts says why). */

/** Names of the fields that are wrong, e.g. `policy.review.dueMs`; empty when the value is of the documented form. */
export type Problems = string[];

/** Says what is wrong with a value that stands at `path`. */
export type Check = (value: unknown, path: string) => Problems;

/** A check for each field of `T`: the compiler misses none. */
export type Fields<T> = { [K in keyof Required<T>]: Check };

/** The value for which `holds` is true. */
export function that(holds: (value: unknown) => boolean): Check {
  return (value, path) => (holds(value) ? [] : [path]);
}

/** Absent, or as `check` says. */
export function optional(check: Check): Check {
  return (value, path) => (value === undefined ? [] : check(value, path));
}

/** An object with these fields and no others. */
export function record<T>(fields: Fields<T>): Check {
  const checks = Object.entries<Check>(fields);
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path || 'argument'];
    const given = value as Record<string, unknown>;
    const at = (name: string) => (path ? `${path}.${name}` : name);
    const unknownFields = Object.keys(given).filter((name) => !Object.hasOwn(fields, name));
    // The name of an unknown field is foreign text, so it is not repeated.
    const strangers = unknownFields.length > 0 ? [at('(unknown field)')] : [];
    return [...checks.flatMap(([name, check]) => check(given[name], at(name))), ...strangers];
  };
}
