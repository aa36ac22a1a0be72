import type { Scenario } from '../scenario/schema.js';

export type DirectoryEntry = Scenario['accounts'][number];

/** What is known of accounts, by their ids: names, cost centres and tags. Nothing of it changes a cost. */
export type Directory = ReadonlyMap<string, DirectoryEntry>;

/** The accounts that a scenario, or a list in its form, has something about; what comes later holds, field by field. */
export function directoryOf(...lists: readonly Scenario['accounts'][]): Directory {
  const directory = new Map<string, DirectoryEntry>();
  for (const account of lists.flat()) {
    const known = directory.get(account.id);
    directory.set(account.id, { ...known, ...account, tags: { ...known?.tags, ...account.tags } });
  }
  return directory;
}

/** Facts about accounts that costs can be added up by. */
export type AccountFact = 'cost_centre' | `tag:${string}`;

/** A fact about an account; empty where it is not known. */
export function factOf(directory: Directory, id: string, fact: AccountFact): string {
  const account = directory.get(id);
  if (fact === 'cost_centre') return account?.costCentre ?? '';
  return account?.tags[fact.slice('tag:'.length)] ?? '';
}
