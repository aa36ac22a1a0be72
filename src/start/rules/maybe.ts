/** True, false, or not known. */
export type Maybe = boolean | undefined;

/** Whether all of them hold: one that does not decides, whatever is not known. */
export function allOf(parts: readonly Maybe[]): Maybe {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

/** Whether any of them holds: one that does decides, whatever is not known. */
export function anyOf(parts: readonly Maybe[]): Maybe {
  if (parts.includes(true)) return true;
  return parts.includes(undefined) ? undefined : false;
}

/** The opposite; of what is not known nothing is. */
export function opposite(part: Maybe): Maybe {
  return part === undefined ? undefined : !part;
}
