/**
 * Names that fit, with `…` for what is gone of those that do not: their beginning and their end stay, in halves, or as much of each as
 * keeps different names apart, if anything does.
 *
 * @example cutNames(['forwarder-eu', 'forwarder-us'], (text) => text.length <= 7) // ['for…-eu', 'for…-us']
 */
export function cutNames(names: readonly string[], fits: (text: string) => boolean): string[] {
  const cuts = new Map(names.filter((name) => !fits(name)).map((name) => [name, [...name]]));
  if (cuts.size === 0) return [...names];
  const different = [...new Set(names)];
  let best = { apart: 0, texts: new Map<string, string>() };
  for (const share of END_SHARES) {
    const texts = new Map(different.map((name) => [name, cutName(name, cuts.get(name), share, fits)]));
    const apart = new Set(texts.values()).size;
    if (apart > best.apart) best = { apart, texts };
    if (apart === different.length) break;
  }
  return names.map((name) => best.texts.get(name) ?? name);
}

/** How much of what stays of a name is of its end: first in halves. */
const END_SHARES = [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1, 1, 0];

function cutName(name: string, signs: readonly string[] | undefined, endShare: number, fits: (text: string) => boolean): string {
  if (signs === undefined) return name;
  const ofSize = (size: number) => {
    const end = Math.round(size * endShare);
    const start = signs.slice(0, size - end).join('');
    return `${start.trimEnd()}…${signs
      .slice(signs.length - end)
      .join('')
      .trimStart()}`;
  };
  let [fitting, tooLong] = [0, signs.length];
  while (tooLong - fitting > 1) {
    const size = Math.floor((fitting + tooLong) / 2);
    if (fits(ofSize(size))) fitting = size;
    else tooLong = size;
  }
  return fitting === 0 ? (fits('…') ? '…' : '') : ofSize(fitting);
}
