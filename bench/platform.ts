import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An open platform that accepts everything at once, so that the server's deliveries cost it what they cost. */
export async function acceptingPlatform(): Promise<{ domain: string; accepted(): number; close(): void }> {
  let accepted = 0;
  let ids = 0;
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      const token = request.url?.includes('/auth/');
      if (!token) accepted += 1;
      const answer = token
        ? { code: 0, tenant_access_token: 't-bench', expire: 7_200 }
        : { code: 0, data: { message_id: `om_new_${++ids}` } };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    domain: `http://127.0.0.1:${port}`,
    accepted: () => accepted,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
