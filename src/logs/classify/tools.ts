/** A user agent's tool in a few words: its first product without version, and the command of the AWS CLI. */
export function toolOf(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent === '-' || userAgent === '') return '';
  const text = userAgent.replace(/^\[|\]$/g, '').slice(0, 400);
  const [product = ''] = text.split(/[/ ,;]/, 1);
  const [, command] = /command[#/]([A-Za-z0-9.-]+)/.exec(text) ?? [];
  const name = product.replace(/[^\x20-\x7e]/g, '?').slice(0, 40);
  return command === undefined ? name : `${name} ${command}`;
}
