import { z } from 'zod';

/** The parts of a JSON Schema that tables of fields speak of. */
export interface FieldSchema {
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: FieldSchema;
  properties?: Record<string, FieldSchema>;
}

/** Every field of a schema by its path: an object's and a list's by its members, and the list itself. */
export function fieldsOf(schema: z.ZodType): Map<string, FieldSchema> {
  return new Map(membersOf(z.toJSONSchema(schema, { io: 'input' }) as FieldSchema, ''));
}

function membersOf({ properties = {} }: FieldSchema, path: string): [string, FieldSchema][] {
  return Object.entries(properties).flatMap(([name, schema]): [string, FieldSchema][] => {
    const at = `${path}${name}`;
    if (schema.properties) return membersOf(schema, `${at}.`);
    return schema.items ? [[at, schema], ...membersOf(schema.items, `${at}[].`)] : [[at, schema]];
  });
}
