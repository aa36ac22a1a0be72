/** Longer names are cut. */
const MOST_CHARACTERS = 60;

/**
 * The name of a price's source: what comes before the first semicolon; details follow it.
 *
 * @example sourceName('AWS price list awskms; offer 20260831092318, SKU MFEBZPX8NHM5FY7Z') // 'AWS price list awskms'
 * @example sourceName('our contract of 2026') // 'our contract of 2026'
 */
export function sourceName(source: string): string {
  const [name = ''] = source.split(';', 1);
  return name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS)}…` : name;
}
