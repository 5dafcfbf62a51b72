import type { Client } from '@temporalio/client';
import { INDEXED_VALUE_TYPES, missingSearchAttributes, SEARCH_ATTRIBUTE_TYPES } from '../contract/search-attributes';

/**
 * Creates the search attributes that a namespace lacks. One that is there with another type is left as it is: the server
 * refuses it.
 *
 * @returns the names of those that were created
 */
export async function createSearchAttributes(client: Client, namespace: string): Promise<string[]> {
  const { operatorService } = client.connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = missingSearchAttributes(customAttributes ?? {});
  if (missing.length > 0) {
    const searchAttributes = Object.fromEntries(missing.map((name) => [name, numberOf(SEARCH_ATTRIBUTE_TYPES[name])]));
    await operatorService.addSearchAttributes({ namespace, searchAttributes });
  }
  return missing;
}

function numberOf(type: string | undefined): number {
  return Number(Object.entries(INDEXED_VALUE_TYPES).find(([, name]) => name === type)?.[0]);
}
