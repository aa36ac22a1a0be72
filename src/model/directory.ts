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

/** The names of those of some accounts that have one, for JSON: nothing where none has. */
export function accountNamesJson(directory: Directory, ids: readonly (string | undefined)[]): { accountNames?: Record<string, string> } {
  const names = ids.flatMap((id) => {
    const name = id === undefined ? undefined : directory.get(id)?.name;
    return id === undefined || name === undefined ? [] : [[id, name] as const];
  });
  return names.length === 0 ? {} : { accountNames: Object.fromEntries(names) };
}

/** Facts about accounts that costs can be added up by. */
export type AccountFact = 'cost_centre' | `tag:${string}`;

/** A fact about an account; empty where it is not known. */
export function factOf(directory: Directory, id: string, fact: AccountFact): string {
  const account = directory.get(id);
  if (fact === 'cost_centre') return account?.costCentre ?? '';
  return account?.tags[fact.slice('tag:'.length)] ?? '';
}
