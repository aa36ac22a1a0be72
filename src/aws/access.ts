// aws: clients of AWS's services, loaded only where a command needs them, and what AWS refuses in words.

/** How AWS is to be reached. Credentials, profile and Region are found as the SDK finds them for every program. */
export interface Access {
  /** Another address than AWS's own, as of a server that speaks its language. */
  endpoint?: string | undefined;
  /** Of this program: it stands in the user agent, so that its own reads can be told apart later. */
  version: string;
}

/** How often a call is tried again, and that throttling slows the next calls down. */
const RETRY = { retryMode: 'adaptive', maxAttempts: 8 } as const;

/** What all clients are made with. */
export function clientSettings({ endpoint, version }: Access) {
  // The SDK tells each user of Node 20 on stderr when it will end its support.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const userAgent: [string, string][] = [[PRODUCT, version]];
  return { ...RETRY, customUserAgent: userAgent, ...(endpoint === undefined ? {} : { endpoint }) };
}

/** The product in a user agent by which the program's own reads are told apart. */
export const PRODUCT = 'trailcost';
