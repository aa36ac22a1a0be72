/**
 * A name, with a number where another has it already.
 *
 * @example unique('siem', new Set(['siem'])) // 'siem 2'
 */
export function unique(name: string, taken: Set<string>): string {
  let result = name;
  for (let number = 2; taken.has(result); number += 1) result = `${name} ${number}`;
  taken.add(result);
  return result;
}
