import { distance } from 'fastest-levenshtein';

/** The candidate that a misspelt word most likely means; undefined where none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  if (best === undefined || best.edits > Math.max(2, best.candidate.length / 3)) return undefined;
  // With as many edits as letters any word becomes any other.
  return best.edits < Math.max(word.length, best.candidate.length) ? best.candidate : undefined;
}

/** `Did you mean "times"?`, or the list of what there is. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const best = nearest(word, candidates);
  if (best !== undefined) return `Did you mean "${best}"?`;
  return candidates.length === 0 ? 'Nothing is known here.' : `Known names: ${candidates.join(', ')}.`;
}
