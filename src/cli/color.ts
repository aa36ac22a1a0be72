/**
 * Whether to colour: NO_COLOR (not empty) forbids, FORCE_COLOR wants (`0` or `false` forbids), else a terminal does.
 * Conventions: no-color.org, force-color.org.
 */
export function colorWanted(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = environment;
  if (no !== undefined && no !== '') return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return stream.isTTY === true && term !== 'dumb';
}
