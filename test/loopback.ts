import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

/** Servers of this machine, gone after each test of a file. */
export function loopback() {
  let server: Server | undefined;
  const close = () => {
    server?.closeAllConnections();
    server?.close();
  };
  afterEach(close);
  return {
    close,
    /** The address of one that answers as it is told. */
    async serve(listener: RequestListener): Promise<string> {
      const own = createServer(listener);
      server = own;
      await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
    },
  };
}
