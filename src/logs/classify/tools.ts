/** The product in a user agent, and the name of a role, a user or a session, by which this program's own reads are known. */
export const OWN_NAME = 'trailcost';

/** SDKs write their own product first. SQL has the same pattern, and there are engines to which `[` among signs is another list. */
export const OWN_PRODUCT = /(?:^|[\s,;]|\[)trailcost\//;

/** Whether a reader is a role or a user that is named after this program: `role/trailcost`, `user/trailcost-count`. */
export function isOwnName(name: string): boolean {
  return /^(?:role|user)\/trailcost(?:[-_.]|$)/i.test(name);
}

/** A user agent's tool in a few words: its first product without version, and the command of the AWS CLI; this program before all. */
export function toolOf(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent === '-' || userAgent === '') return '';
  const text = userAgent.replace(/^\[|\]$/g, '').slice(0, 400);
  if (OWN_PRODUCT.test(text)) return OWN_NAME;
  const [product = ''] = text.split(/[/ ,;]/, 1);
  const [, command] = /command[#/]([A-Za-z0-9.-]+)/.exec(text) ?? [];
  const name = product.replace(/[^\x20-\x7e]/g, '?').slice(0, 40);
  return command === undefined ? name : `${name} ${command}`;
}
