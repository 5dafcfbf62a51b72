import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** The search attributes of the product. They are stored in plain text, so none ever holds personal data. */
export const SEARCH_ATTRIBUTES = {
  VerificationStatus: defineSearchAttributeKey('VerificationStatus', SearchAttributeType.KEYWORD),
  VerificationReason: defineSearchAttributeKey('VerificationReason', SearchAttributeType.KEYWORD),
  VerificationSubCode: defineSearchAttributeKey('VerificationSubCode', SearchAttributeType.KEYWORD),
  ReviewStatus: defineSearchAttributeKey('ReviewStatus', SearchAttributeType.KEYWORD),
  ReviewDueAt: defineSearchAttributeKey('ReviewDueAt', SearchAttributeType.DATETIME),
} as const;

/** Names and types as the Temporal CLI writes them. */
export const SEARCH_ATTRIBUTE_TYPES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [
    name,
    type === SearchAttributeType.DATETIME ? 'Datetime' : 'Keyword',
  ]),
);

/** Numbers of `temporal.api.enums.v1.IndexedValueType` for the types that the product uses. */
export const INDEXED_VALUE_TYPES: Readonly<Record<number, string>> = { 2: 'Keyword', 6: 'Datetime' };

/** Names of the search attributes that are missing, or have another type, among those that a namespace has. */
export function missingSearchAttributes(found: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(SEARCH_ATTRIBUTE_TYPES)
    .filter(([name, type]) => INDEXED_VALUE_TYPES[Number(found[name])] !== type)
    .map(([name]) => name);
}
