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
